/** The account and region that a template is for. In a template they are CloudFormation's own words (`${AWS::AccountId}`). */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** Path of every role and instance profile that a stack makes: by it the deploy role knows them. */
export const rolePath = "/overflow/";

/** Alias of the key that seals the secrets in Pulumi's state; one a region. */
export const stateKeyAlias = "alias/overflow-state";

/** Names of what the account's template makes. IAM's names are the account's, so they bear the region. */
export function accountNames({ account, region }: Place) {
  return {
    stateBucket: `overflow-${account}-${region}-state`,
    deployRole: `overflow-deploy-${region}`,
    boundary: `overflow-boundary-${region}`,
    boundaryArn: `arn:aws:iam::${account}:policy/overflow-boundary-${region}`,
  } as const;
}
