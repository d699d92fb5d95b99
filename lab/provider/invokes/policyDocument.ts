import { crc32 } from "node:zlib";
import { blocks, text, texts } from "../properties";
import { type Invoke } from "../resourceType";
import { type Props, type Value } from "../values";

/** The version of the policy language (IAM User Guide, "IAM JSON policy elements: Version"). */
const languageVersion = "2012-10-17";

/** One value stands alone; several are sorted downwards, as the real provider writes them. */
function oneOrMore(values: readonly string[]): Value | undefined {
  if (values.length === 0) return undefined;
  return values.length === 1 ? values[0] : [...values].sort().reverse();
}

/** `&{…}` stands for a policy variable, since `${…}` means something to Terraform. */
const withVariables = (values: readonly string[]): string[] =>
  values.map((value) => value.replaceAll("&{", "${"));

function principals(items: readonly Props[]): Value | undefined {
  if (items.length === 0) return undefined;
  const byType = new Map<string, string[]>();
  for (const item of items) {
    const type = text(item, "type") ?? "";
    byType.set(type, [...(byType.get(type) ?? []), ...withVariables(texts(item, "identifiers"))]);
  }
  const everybody = byType.get("*");
  if (byType.size === 1 && everybody?.length === 1 && everybody[0] === "*") return "*";
  return Object.fromEntries([...byType].map(([type, identifiers]) => [type, oneOrMore(identifiers)]));
}

function conditions(items: readonly Props[]): Props | undefined {
  if (items.length === 0) return undefined;
  const tests: Record<string, Record<string, Value | undefined>> = {};
  for (const item of items) {
    const values = withVariables(texts(item, "values"));
    const variables = (tests[text(item, "test") ?? ""] ??= {});
    variables[text(item, "variable") ?? ""] = values.length === 1 ? values[0] : values;
  }
  return tests;
}

function statement(props: Props): Props {
  return {
    Sid: text(props, "sid"),
    Effect: text(props, "effect") ?? "Allow",
    Action: oneOrMore(texts(props, "actions")),
    NotAction: oneOrMore(texts(props, "notActions")),
    Resource: oneOrMore(withVariables(texts(props, "resources"))),
    NotResource: oneOrMore(withVariables(texts(props, "notResources"))),
    Principal: principals(blocks(props, "principals")),
    NotPrincipal: principals(blocks(props, "notPrincipals")),
    Condition: conditions(blocks(props, "conditions")),
  };
}

interface Document {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement?: Props | readonly Props[];
}

function statementsOf(json: string): readonly Props[] {
  const { Statement: found = [] } = JSON.parse(json) as Document;
  return Array.isArray(found) ? (found as readonly Props[]) : [found as Props];
}

/** A later statement takes the place of an earlier one with the same `Sid`. */
function merged(earlier: readonly Props[], later: readonly Props[]): Props[] {
  const result = [...earlier];
  for (const item of later) {
    const place = result.findIndex(({ Sid }) => Sid !== undefined && Sid !== "" && Sid === item.Sid);
    if (place >= 0) result[place] = item;
    else result.push(item);
  }
  return result;
}

/** Renders the arguments of `aws.iam.getPolicyDocument` as the policy that they describe. */
export function policyDocument(args: Props): Document {
  const layers = [
    ...texts(args, "sourcePolicyDocuments").map(statementsOf),
    blocks(args, "statements").map(statement),
    ...texts(args, "overridePolicyDocuments").map(statementsOf),
  ];
  const id = text(args, "policyId");
  return {
    Version: text(args, "version") ?? languageVersion,
    ...(id === undefined ? {} : { Id: id }),
    Statement: layers.reduce<readonly Props[]>(merged, []),
  };
}

export const policyDocumentInvokes: Readonly<Record<string, Invoke>> = {
  "aws:iam/getPolicyDocument:getPolicyDocument": (_aws, args) => {
    const document = policyDocument(args);
    const json = JSON.stringify(document, undefined, 2);
    return Promise.resolve({
      ...args,
      id: String(crc32(json)),
      json,
      minifiedJson: JSON.stringify(document),
    });
  },
};
