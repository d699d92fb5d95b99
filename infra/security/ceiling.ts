import { rolePath } from "../account/names";

/** What a role may do at most. */
export interface Ceiling {
  /** Its actions, as its other policies name them. */
  readonly actions: readonly string[];
  /** It may give roles of its environment to EC2, and no others to no other service; left out: it gives none. */
  readonly passes?: { readonly account: string; readonly environment: string };
}

/**
 * A policy that refuses a role all but some actions, whatever its other policies say. It names nothing that is not known before the stack exists,
 * where they name ARNs to come: so what a role cannot do is known at the first preview, to `no-network-opening-permission` and to a reader.
 * Source: IAM guide, "Policy evaluation logic": an explicit refusal wins; "IAM JSON policy elements: NotAction".
 */
export function ceilingJson({ actions, passes }: Ceiling): string {
  const own = passes && `arn:aws:iam::${passes.account}:role${rolePath}${passes.environment}/*`;
  const passRole = own === undefined ? [] : ["iam:PassRole"];
  const refuse = { Effect: "Deny", Action: "iam:PassRole" };
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Sid: "NothingElse", Effect: "Deny", NotAction: [...actions, ...passRole], Resource: "*" },
      ...(own === undefined
        ? []
        : [
            { Sid: "OwnRolesOnly", ...refuse, NotResource: own },
            {
              Sid: "ToMachinesOnly",
              ...refuse,
              Resource: "*",
              Condition: { StringNotEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
            },
          ]),
    ],
  });
}
