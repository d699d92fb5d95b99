import { type Unknown } from "../facts/fact";
import { type Comparison, type Names, type PolicyDocument, type PolicyStatement } from "./document";
import { includes, overlap } from "./pattern";
import { type HeldPolicy, type Principal } from "./principals";

/** A right that nothing takes away from a principal again. */
export interface Grant {
  readonly policy: HeldPolicy;
  /** Undefined: the policy is not known, and may say anything. */
  readonly statement: PolicyStatement | undefined;
  readonly unknown: Unknown | undefined;
  /** Patterns of the resources that it reaches; no others. */
  readonly resources: readonly string[];
}

const everything: readonly string[] = ["*"];

/** The action patterns under which a statement names what was asked for: what to look for among refusals. */
function matched({ actions }: PolicyStatement, asked: string): readonly string[] {
  if (!actions.isNot) return actions.patterns.filter((pattern) => overlap(pattern, asked));
  return actions.patterns.some((pattern) => includes(pattern, asked)) ? [] : [asked];
}

/** True if a statement names, for certain, all that both patterns match. */
function covers({ isNot, patterns }: Names, asked: string, pattern: string): boolean {
  return isNot
    ? !patterns.some((each) => overlap(each, asked) && overlap(each, pattern))
    : patterns.some((each) => includes(each, asked) || includes(each, pattern));
}

/**
 * Resources of a grant that a refusal leaves. A refusal of all but some (`NotResource`) leaves these; patterns are kept whole wherever
 * they are left in part.
 */
function without(resources: readonly string[], { isNot, patterns }: Names): readonly string[] {
  if (!isNot) return resources.filter((each) => !patterns.some((pattern) => includes(pattern, each)));
  return resources.flatMap((each) => {
    if (patterns.some((pattern) => includes(pattern, each))) return [each];
    return patterns.filter((pattern) => overlap(pattern, each));
  });
}

/** What refusals without condition leave of a grant. A refusal with a condition may not hold, so it takes nothing away. */
function afterRefusals(
  documents: readonly PolicyDocument[],
  resources: readonly string[],
  asked: string,
  pattern: string,
): readonly string[] {
  return documents
    .flat()
    .filter(({ isAllow, conditions, actions }) => {
      return !isAllow && conditions.length === 0 && covers(actions, asked, pattern);
    })
    .reduce<readonly string[]>((left, refusal) => without(left, refusal.resources), resources);
}

/** A boundary allows it, and does not refuse it. */
function withinBoundary(
  boundary: PolicyDocument | undefined,
  resources: readonly string[],
  asked: string,
  pattern: string,
): readonly string[] {
  if (boundary === undefined) return resources;
  const allowed = boundary.some(
    (statement) => statement.isAllow && matched(statement, asked).some((each) => overlap(each, pattern)),
  );
  return allowed ? afterRefusals([boundary], resources, asked, pattern) : [];
}

/**
 * All that gives a principal an action (a name or a pattern, in small letters), whatever its conditions. Evaluation as in the IAM guide, "Policy
 * evaluation logic": allowed by a statement, within the boundary, refused by none.
 */
export function grantsOf({ policies, boundary }: Principal, asked: string): readonly Grant[] {
  const documents = policies.flatMap(({ document }) => (document.state === "known" ? [document.value] : []));
  const left = (resources: readonly string[], pattern: string) =>
    withinBoundary(boundary, afterRefusals(documents, resources, asked, pattern), asked, pattern);
  return policies.flatMap((policy): readonly Grant[] => {
    const { document } = policy;
    if (document.state === "absent") return [];
    if (document.state === "unknown") {
      const resources = left(everything, asked);
      return resources.length === 0 ? [] : [{ policy, statement: undefined, unknown: document, resources }];
    }
    return document.value.flatMap((statement): readonly Grant[] => {
      if (!statement.isAllow) return [];
      const own = statement.resources.isNot ? everything : statement.resources.patterns;
      const resources = [...new Set(matched(statement, asked).flatMap((pattern) => left(own, pattern)))];
      return resources.length === 0 ? [] : [{ policy, statement, unknown: undefined, resources }];
    });
  });
}

const operatorOf = ({ operator }: Comparison): string => operator.toLowerCase();

/**
 * The values that a condition key may have where a grant is used: said by the grant itself (`StringEquals`), or by a refusal of all others
 * (`StringNotEquals`, which refuses an absent key too). Undefined: any.
 */
export function boundedTo(
  { statement }: Grant,
  { policies }: Principal,
  asked: string,
  key: string,
): readonly string[] | undefined {
  const own = statement?.conditions.find(
    (each) => each.key === key && ["stringequals", "stringlike"].includes(operatorOf(each)),
  );
  if (own !== undefined) return own.values;
  const refusals = policies
    .flatMap(({ document }) => (document.state === "known" ? document.value : []))
    .filter((each) => {
      const isEverywhere = !each.resources.isNot && each.resources.patterns.includes("*");
      return !each.isAllow && isEverywhere && covers(each.actions, asked, asked);
    })
    .flatMap(({ conditions }) => (conditions.length === 1 ? conditions : []));
  return refusals.find(
    (each) => each.key === key && ["stringnotequals", "stringnotlike"].includes(operatorOf(each)),
  )?.values;
}
