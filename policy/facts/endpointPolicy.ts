import { parsedPolicy } from "../iam/policyText";

type Json = Readonly<Record<string, unknown>>;

/** What an endpoint lets through by one statement, as far as it is bound. */
export interface PassingStatement {
  readonly sid: string;
  /** The accounts, organisations and ARNs that bind whose things are reached; empty: anybody's. */
  readonly resources: readonly Binding[];
  /** The same for who asks. */
  readonly principals: readonly Binding[];
}

export interface Binding {
  readonly kind: "account" | "organisation" | "bucket";
  /** The account's 12 digits, the organisation's id, or the bucket's name. */
  readonly id: string;
}

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Operators that hold only if the key is there and equal; `…IfExists` and `ForAllValues:` hold without it too, and negations bind nothing.
 * Source: IAM guide, "IAM JSON policy elements: Condition operators".
 */
const exactOperators = ["stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike"];

/** Source: IAM guide, "AWS global condition context keys"; S3 guide, condition keys. */
const keys: Readonly<Record<string, readonly ["resources" | "principals", Binding["kind"]]>> = {
  "aws:resourceaccount": ["resources", "account"],
  "s3:resourceaccount": ["resources", "account"],
  "aws:resourceorgid": ["resources", "organisation"],
  "aws:principalaccount": ["principals", "account"],
  "aws:principalorgid": ["principals", "organisation"],
  "aws:principalarn": ["principals", "account"],
};

const shapes = { account: /^\d{12}$/, organisation: /^o-[a-z0-9]{10,32}$/ } as const;

/**
 * The statements by which anything passes. `Deny` statements only narrow, so they are left out.
 * @returns undefined if the text is no policy document
 */
export function passingStatements(text: string): readonly PassingStatement[] | undefined {
  const document = parsedPolicy(text);
  if (!isObject(document)) return undefined;
  const statements: readonly unknown[] = [document["Statement"]].flat();
  if (!statements.every(isObject)) return undefined;
  return statements
    .filter((statement) => statement["Effect"] !== "Deny")
    .map((statement, index) => {
      const { Sid: sid } = statement;
      const byCondition = conditionsOf(statement["Condition"]);
      return {
        sid: typeof sid === "string" ? sid : String(index),
        resources: [...byCondition.resources, ...allBound(texts(statement["Resource"]), ofResource)],
        principals: [...byCondition.principals, ...allBound(principalsOf(statement["Principal"]), ofArn)],
      };
    });
}

type Bindings = Readonly<Record<"resources" | "principals", readonly Binding[]>>;

/** Each key binds by all its values: one that is a pattern binds nothing. */
function conditionsOf(condition: unknown): Bindings {
  const found: Record<"resources" | "principals", Binding[]> = { resources: [], principals: [] };
  for (const [operator, tests] of isObject(condition) ? Object.entries(condition) : []) {
    if (!exactOperators.includes(operator.toLowerCase()) || !isObject(tests)) continue;
    for (const [name, values] of Object.entries(tests)) {
      const key = keys[name.toLowerCase()];
      if (key === undefined) continue;
      const [side, kind] = key;
      const read = name.toLowerCase() === "aws:principalarn" ? ofArn : (id: string) => shaped(kind, id);
      found[side].push(...allBound(texts(values), read));
    }
  }
  return found;
}

function shaped(kind: Binding["kind"], id: string): Binding | undefined {
  return kind !== "bucket" && shapes[kind].test(id) ? { kind, id } : undefined;
}

/** The bindings of a list of alternatives: none if one of them is not bound. */
function allBound(
  values: readonly string[] | undefined,
  read: (text: string) => Binding | undefined,
): readonly Binding[] {
  const bindings = (values ?? []).map(read);
  const bound = bindings.filter((binding) => binding !== undefined);
  return bound.length === bindings.length ? bound : [];
}

/** The account in an ARN. Source: IAM guide, "Amazon Resource Names". */
function ofArn(text: string): Binding | undefined {
  return shaped("account", text.split(":")[4] ?? "") ?? shaped("account", text);
}

/** ARNs of S3 have no account: what binds is the bucket, if its whole name is given. */
function ofResource(text: string): Binding | undefined {
  const [, , service, , , ...rest] = text.split(":");
  const bucket = rest.join(":").split("/")[0] ?? "";
  if (service === "s3") return /^[a-z0-9.-]+$/.test(bucket) ? { kind: "bucket", id: bucket } : undefined;
  return ofArn(text);
}

function texts(value: unknown): readonly string[] | undefined {
  const all: readonly unknown[] = value === undefined ? [] : [value].flat();
  return all.every((item) => typeof item === "string") ? all : undefined;
}

/** `"*"`, `{"AWS": "*"}` and services bind nobody. */
function principalsOf(principal: unknown): readonly string[] | undefined {
  if (!isObject(principal) || Object.keys(principal).some((name) => name !== "AWS")) return undefined;
  return texts(principal["AWS"]);
}
