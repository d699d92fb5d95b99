/** A statement of an IAM policy. Source: IAM guide, "IAM JSON policy elements reference". */
export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: "*" | Readonly<Record<string, string | readonly string[]>>;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** A policy as the text that AWS takes. */
export function policyJson(statements: readonly Statement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/**
 * Lets one AWS service take on a role (confused deputy: IAM guide).
 * @param source whose things, and which, the service must act for; EC2 and Lambda do not say so when they take on a role
 */
export function trustJson(
  service: string,
  source?: { readonly account: string; readonly arn: string },
): string {
  const condition =
    source === undefined
      ? {}
      : {
          Condition: {
            StringEquals: { "aws:SourceAccount": source.account },
            ArnLike: { "aws:SourceArn": source.arn },
          },
        };
  const statement = {
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sts:AssumeRole",
    ...condition,
  };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}
