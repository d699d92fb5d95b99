import { isAutomaticName } from "./check";
import { same } from "./equality";
import { text } from "./properties";
import { replaceKeys, type ResourceType } from "./resourceType";
import { type Props } from "./values";

export interface PropertyChange {
  readonly property: string;
  readonly kind: "add" | "delete" | "update";
  readonly replaces: boolean;
}

export interface Difference {
  readonly changes: readonly PropertyChange[];
  /** The old one must go first, since both cannot have the same fixed name. */
  readonly deleteBeforeReplace: boolean;
}

export interface DiffRequest {
  readonly logicalName: string;
  /** Inputs as of the last update or refresh. */
  readonly olds: Props;
  /** Checked inputs of the program now; values may be unknown. */
  readonly news: Props;
  /** Top-level properties that `ignoreChanges` names. */
  readonly ignored: readonly string[];
}

/** Compares inputs with inputs: what AWS chose or computed never shows as a change. */
export function diff(type: ResourceType, request: DiffRequest): Difference {
  const { olds, news } = request;
  const replacing = replaceKeys(type, news, olds);
  const changes = changedKeys(type, olds, news)
    .filter((key) => !request.ignored.includes(key))
    .map((property): PropertyChange => ({
      property,
      kind: olds[property] === undefined ? "add" : news[property] === undefined ? "delete" : "update",
      replaces: replaces(property, replacing),
    }));
  const replaced = changes.some((change) => change.replaces);
  return { changes, deleteBeforeReplace: replaced && keepsFixedName(type, request) };
}

/** Tags change in place everywhere; a resource never moves to another region. */
function replaces(property: string, replacing: readonly string[]): boolean {
  if (property === "tags" || property === "tagsAll") return false;
  return property === "region" || replacing.includes("*") || replacing.includes(property);
}

/** Names of the inputs that differ. */
export function changedKeys(type: ResourceType, olds: Props, news: Props): string[] {
  const keys = new Set([...Object.keys(olds), ...Object.keys(news)]);
  const ordered = type.ordered ?? [];
  return [...keys].filter(
    (key) => !key.startsWith("__") && !same(olds[key], news[key], { ordered: ordered.includes(key) }),
  );
}

function keepsFixedName(type: ResourceType, { logicalName, olds, news }: DiffRequest): boolean {
  if (type.autoname === undefined) return false;
  const before = text(olds, type.autoname.property);
  const after = text(news, type.autoname.property);
  return after !== undefined && before === after && !isAutomaticName(after, type.autoname, logicalName);
}
