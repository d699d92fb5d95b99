import { boundaryStatements } from "./boundary";
import { deployPolicies } from "./deployRole";
import { accountNames, type Place, stateKeyAlias } from "./names";
import { stateBucketStatements, stateHistoryDays, stateKeyStatements } from "./stateBackend";
import { type DeployTrust, deployTrustStatements, providerArn } from "./trust";

export interface AccountTemplate {
  readonly trust: DeployTrust;
  /** Stacks deployed here own the region's switches (`overflow:regionGuard: owner`). */
  readonly guardOwner: boolean;
  /** The account has the identity provider already: an account can have one only for each issuer. */
  readonly providerExists: boolean;
}

/** CloudFormation's own words for the account and region that the template is deployed in. */
const here: Place = { account: "${AWS::AccountId}", region: "${AWS::Region}" };

/** A policy document: AWS's only version of the language. */
const documentOf = (statements: readonly object[]) => ({ Version: "2012-10-17", Statement: statements });

/**
 * What one account needs before its first stack, as a CloudFormation template: a bucket for Pulumi's state, a key for the secrets in it, and a
 * role with which stacks are deployed, with the boundary of the roles that it makes. Pure. Source of each type: CloudFormation's resource
 * reference.
 */
export function accountTemplate({ trust, guardOwner, providerExists }: AccountTemplate): object {
  const names = accountNames(here);
  const policies = deployPolicies(here, guardOwner);
  const provider =
    trust.oidc === null || providerExists
      ? {}
      : {
          IdentityProvider: {
            Type: "AWS::IAM::OIDCProvider",
            DeletionPolicy: "Retain",
            UpdateReplacePolicy: "Retain",
            Properties: { Url: trust.oidc.issuer, ClientIdList: [trust.oidc.audience] },
          },
        };
  const resources = {
    StateKey: {
      Type: "AWS::KMS::Key",
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
      Properties: {
        Description: "Seals secrets in Pulumi's state (overflow)",
        EnableKeyRotation: true,
        KeyPolicy: documentOf(stateKeyStatements(here)),
      },
    },
    StateKeyAlias: {
      Type: "AWS::KMS::Alias",
      Properties: { AliasName: stateKeyAlias, TargetKeyId: { Ref: "StateKey" } },
    },
    StateBucket: {
      Type: "AWS::S3::Bucket",
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
      Properties: {
        BucketName: names.stateBucket,
        VersioningConfiguration: { Status: "Enabled" },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            {
              BucketKeyEnabled: true,
              ServerSideEncryptionByDefault: {
                SSEAlgorithm: "aws:kms",
                KMSMasterKeyID: { "Fn::GetAtt": ["StateKey", "Arn"] },
              },
            },
          ],
        },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
        LifecycleConfiguration: {
          Rules: [
            {
              Id: "history",
              Status: "Enabled",
              NoncurrentVersionExpiration: { NoncurrentDays: stateHistoryDays },
            },
          ],
        },
      },
    },
    StateBucketPolicy: {
      Type: "AWS::S3::BucketPolicy",
      Properties: {
        Bucket: { Ref: "StateBucket" },
        PolicyDocument: documentOf(stateBucketStatements(names.stateBucket)),
      },
    },
    ...provider,
    Boundary: {
      Type: "AWS::IAM::ManagedPolicy",
      Properties: {
        ManagedPolicyName: names.boundary,
        Description: "The most that a role of an overflow stack may do",
        PolicyDocument: documentOf(boundaryStatements(here)),
      },
    },
    ...Object.fromEntries(
      policies.map(({ name, statements }) => [
        name,
        { Type: "AWS::IAM::ManagedPolicy", Properties: { PolicyDocument: documentOf(statements) } },
      ]),
    ),
    DeployRole: {
      Type: "AWS::IAM::Role",
      ...(Object.keys(provider).length === 0 ? {} : { DependsOn: ["IdentityProvider"] }),
      Properties: {
        RoleName: names.deployRole,
        Description: "Deploys overflow stacks",
        AssumeRolePolicyDocument: documentOf(deployTrustStatements(here.account, trust)),
        ManagedPolicyArns: policies.map(({ name }) => ({ Ref: name })),
        // GitHub's jobs and an `up` with a link to be made (10 minutes and more) fit. Source: IAM API, CreateRole: 1 to 12 hours.
        MaxSessionDuration: 7_200,
      },
    },
  };
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: "overflow: state, its key, and the role that deploys stacks, for one account and region",
    Resources: substituted(resources),
    Outputs: substituted({
      BackendUrl: { Description: "pulumi login <this>", Value: `s3://${names.stateBucket}` },
      SecretsProvider: {
        Description: "overflow up <env> --secrets-provider <this>",
        Value: `awskms://${stateKeyAlias}?region=${here.region}`,
      },
      DeployRoleArn: { Description: "role-to-assume of CI", Value: { "Fn::GetAtt": ["DeployRole", "Arn"] } },
      BoundaryArn: { Description: "overflow:permissionsBoundary", Value: { Ref: "Boundary" } },
      ...(trust.oidc === null
        ? {}
        : {
            ProviderArn: {
              Description: "Identity provider",
              Value: providerArn(here.account, trust.oidc.issuer),
            },
          }),
    }),
  };
}

/** The template as text. Indented by one: CloudFormation takes 51,200 bytes (CloudFormation guide, "quotas"). */
export function templateText(options: AccountTemplate): string {
  return JSON.stringify(accountTemplate(options), null, 1);
}

/** Every text with a word of CloudFormation's becomes one that CloudFormation fills in; keys stay as they are. */
function substituted(node: unknown): unknown {
  if (typeof node === "string") return node.includes("${AWS::") ? { "Fn::Sub": node } : node;
  if (Array.isArray(node)) return node.map(substituted);
  if (typeof node !== "object" || node === null) return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, substituted(value)]));
}
