import { type AllowedConditionExpression } from "@cloud-copilot/iam-simulate";

/** A condition in one line, as policies name its parts; `always` if there is none. */
export function describeCondition(condition: AllowedConditionExpression | undefined): string {
  if (condition === undefined) return "always";
  switch (condition.conditionType) {
    case "always":
      return "always";
    case "never":
      return "never";
    case "sessionName":
      return `session ${condition.sessionName.join(" or ")}`;
    case "condition":
      return `${condition.key} ${condition.op} ${condition.values.map((value) => shortArn(value)).join(" | ")}`;
    case "group": {
      const parts = [...new Set(condition.conditions.map(describeCondition))];
      const [only] = parts;
      if (parts.length === 1 && only !== undefined) return only;
      return condition.operator === "and" ? parts.map(bracketed).join(" and ") : parts.join(" or ");
    }
  }
}

/** `or` binds less than `and`. */
function bracketed(part: string): string {
  return part.includes(" or ") ? `(${part})` : part;
}

/** An ARN without the parts that are the same all over a page: `ec2…subnet/a`. */
export function shortArn(arn: string): string {
  const match = /^arn:aws:([a-z0-9-]+):[^:]*:[^:]*:(.*)$/.exec(arn);
  return match === null ? arn : `${match[1] ?? ""}:${match[2] ?? ""}`;
}
