import { type Fact, type Unknown, unknown } from "../facts/fact";
import { isFullyKnown } from "../facts/props";
import { parsedPolicy } from "./policyText";

/** What a statement names, or all but that (`NotAction`, `NotResource`, `NotPrincipal`). */
export interface Names {
  readonly isNot: boolean;
  readonly patterns: readonly string[];
}

/** One comparison of a condition, e.g. `StringEquals`, `aws:SourceAccount`, `["123456789012"]`. */
export interface Comparison {
  /** As it is written, e.g. `ForAllValues:StringLike`. */
  readonly operator: string;
  /** In small letters: IAM does not tell them apart. */
  readonly key: string;
  readonly values: readonly string[];
}

/** Who may, by kind: `AWS`, `Service`, `Federated`, `CanonicalUser`. */
export interface Principals {
  readonly isNot: boolean;
  readonly named: readonly { readonly kind: string; readonly value: string }[];
}

export interface PolicyStatement {
  /** Its Sid, or its place in the document. */
  readonly sid: string;
  readonly isAllow: boolean;
  /** In small letters: IAM does not tell them apart. */
  readonly actions: Names;
  readonly resources: Names;
  readonly principals: Principals | undefined;
  /** All of them must hold. */
  readonly conditions: readonly Comparison[];
}

export type PolicyDocument = readonly PolicyStatement[];

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const notADocument: Unknown = unknown("is no policy document");

/**
 * Reads a policy: a text, or the object that stands for it in a program. Source: IAM guide, "Grammar of the IAM JSON policy language".
 * @returns unknown also for what is no policy
 */
export function documentOf(fact: Fact<unknown>): Fact<PolicyDocument> {
  if (fact.state !== "known") return fact;
  if (fact.value === "") return { state: "absent" };
  if (!isFullyKnown(fact.value)) return unknown("holds values that are not known before the update");
  const document = typeof fact.value === "string" ? parsedPolicy(fact.value) : fact.value;
  if (!isObject(document)) return notADocument;
  const listed = member(document, "Statement");
  const statements = (Array.isArray(listed) ? listed : [listed]).map(statementOf);
  const read = statements.filter((statement) => statement !== undefined);
  return read.length === statements.length ? { state: "known", value: read } : notADocument;
}

/** A member by its name, which a program may write with a small letter. */
function member(object: Json, name: string): unknown {
  return object[name] ?? object[name.charAt(0).toLowerCase() + name.slice(1)];
}

function statementOf(value: unknown, index: number): PolicyStatement | undefined {
  if (!isObject(value)) return undefined;
  const effect = member(value, "Effect");
  if (effect !== "Allow" && effect !== "Deny") return undefined;
  const actions = namesOf(value, "Action");
  const resources = namesOf(value, "Resource") ?? { isNot: false, patterns: ["*"] };
  const principals = principalsOf(value);
  const conditions = conditionsOf(member(value, "Condition"));
  if (actions === undefined || principals === null || conditions === undefined) return undefined;
  const sid = member(value, "Sid");
  return {
    sid: typeof sid === "string" && sid !== "" ? sid : String(index),
    isAllow: effect === "Allow",
    actions: { ...actions, patterns: actions.patterns.map((pattern) => pattern.toLowerCase()) },
    resources,
    principals,
    conditions,
  };
}

function textsOf(value: unknown): readonly string[] | undefined {
  const listed: readonly unknown[] = Array.isArray(value) ? value : [value];
  const texts = listed.filter((item) => typeof item === "string");
  return texts.length === listed.length ? texts : undefined;
}

function namesOf(statement: Json, name: string): Names | undefined {
  const named = member(statement, name);
  const value = named ?? member(statement, `Not${name}`);
  const patterns = value === undefined ? undefined : textsOf(value);
  return patterns && { isNot: named === undefined, patterns };
}

/** @returns null if it cannot be read */
function principalsOf(statement: Json): Principals | undefined | null {
  const given = member(statement, "Principal");
  const value = given ?? member(statement, "NotPrincipal");
  if (value === undefined) return undefined;
  const isNot = given === undefined;
  if (typeof value === "string") return { isNot, named: [{ kind: "AWS", value }] };
  if (!isObject(value)) return null;
  const named = Object.entries(value).map(([kind, members]) =>
    textsOf(members)?.map((text) => ({ kind, value: text })),
  );
  return named.includes(undefined) ? null : { isNot, named: named.flatMap((each) => each ?? []) };
}

function conditionsOf(value: unknown): readonly Comparison[] | undefined {
  if (value === undefined) return [];
  if (!isObject(value)) return undefined;
  const read = Object.entries(value).flatMap(([operator, keys]): readonly (Comparison | undefined)[] => {
    if (!isObject(keys)) return [undefined];
    return Object.entries(keys).map(([key, values]) => {
      const listed: readonly unknown[] = Array.isArray(values) ? values : [values];
      const texts = listed.map((item) => (typeof item === "string" ? item : JSON.stringify(item)));
      return { operator, key: key.toLowerCase(), values: texts };
    });
  });
  const known = read.filter((comparison) => comparison !== undefined);
  return known.length === read.length ? known : undefined;
}
