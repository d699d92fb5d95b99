import { type Statement } from "../iam";

/** Who may take on the deploy role. */
export interface DeployTrust {
  /** A CI's identity provider; null: people alone deploy. */
  readonly oidc: {
    /** `https://…`, as the token's `iss`. */
    readonly issuer: string;
    /** The token's `aud`. */
    readonly audience: string;
    /** Whole values of the token's `sub`: a repository and an environment of it. */
    readonly subjects: readonly string[];
  } | null;
  /** ARNs of roles of people. */
  readonly operators: readonly string[];
}

/** GitHub's. Source: GitHub docs, "Configuring OpenID Connect in Amazon Web Services". */
export const githubIssuer = "https://token.actions.githubusercontent.com";

/** Audience that AWS's own action asks for. Source: as above. */
export const defaultAudience = "sts.amazonaws.com";

/** What is wrong with an answer to who may deploy, in words, or null. */
export function trustProblem({ oidc, operators }: DeployTrust): string | null {
  if (oidc === null && operators.length === 0)
    return "nobody may deploy: give --subject (CI), --operator (a role of people), or both";
  for (const operator of operators) {
    if (!/^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(operator))
      return `--operator is '${operator}', allowed: ARN of a role, e.g. arn:aws:iam::111122223333:role/admin`;
  }
  if (oidc === null) return null;
  if (!/^https:\/\/[a-z0-9.-]+(\/[\w.~/-]*)?$/.test(oidc.issuer))
    return `--issuer is '${oidc.issuer}', allowed: an https URL, e.g. ${githubIssuer}`;
  for (const subject of oidc.subjects) {
    if (subject === "" || /[*?]/.test(subject))
      return `--subject is '${subject}', allowed: one whole subject without * or ?, e.g. repo:acme/overflow:environment:staging`;
    if (oidc.issuer === githubIssuer && !/^repo:[^/:]+\/[^/:]+:environment:[^:]+$/.test(subject))
      return `--subject is '${subject}', allowed for GitHub: repo:<owner>/<repository>:environment:<environment>. An environment can ask for reviewers; a branch cannot`;
  }
  return null;
}

/** ARN of the identity provider in an account. Source: IAM guide, "Create an OpenID Connect (OIDC) identity provider". */
export function providerArn(account: string, issuer: string): string {
  return `arn:aws:iam::${account}:oidc-provider/${withoutScheme(issuer)}`;
}

/** Who may take on the role: the provider's tokens for exactly these subjects, and the named people. */
export function deployTrustStatements(
  account: string,
  { oidc, operators }: DeployTrust,
): readonly TrustStatement[] {
  return [
    ...(oidc === null
      ? []
      : [
          {
            Sid: "ContinuousIntegration",
            Effect: "Allow",
            Principal: { Federated: providerArn(account, oidc.issuer) },
            Action: "sts:AssumeRoleWithWebIdentity",
            Condition: {
              StringEquals: {
                [`${withoutScheme(oidc.issuer)}:aud`]: oidc.audience,
                [`${withoutScheme(oidc.issuer)}:sub`]: oidc.subjects,
              },
            },
          } as const,
        ]),
    ...(operators.length === 0
      ? []
      : [
          {
            Sid: "Operators",
            Effect: "Allow",
            Principal: { AWS: operators },
            Action: "sts:AssumeRole",
          } as const,
        ]),
  ];
}

/** A trust policy names no resource: it stands at the role. */
export type TrustStatement = Omit<Statement, "Resource">;

function withoutScheme(issuer: string): string {
  return issuer.replace(/^https:\/\//, "");
}
