import { holdsUnknown, isProps, type Props, unknownValue, type Value } from "./values";
import { text } from "./properties";
import { type Autoname, type CheckFailure, type ResourceType } from "./resourceType";

export interface Checked {
  readonly inputs: Props;
  readonly failures: readonly CheckFailure[];
}

export interface CheckRequest {
  readonly logicalName: string;
  /** What the program declares; values may be unknown. */
  readonly news: Props;
  /** The inputs that the resource has now; empty for a new one. */
  readonly olds: Props;
  readonly defaultTags: Readonly<Record<string, string>>;
  /** Hexadecimal digits for an automatic name, at least 7. */
  readonly suffix: string;
}

/** Completes what the program declares as the real provider does: defaults, automatic name, tags of the provider. */
export function check(type: ResourceType, request: CheckRequest): Checked {
  let inputs: Props = { ...type.defaults, ...request.news };
  inputs = withTextDocuments(inputs, type.documents ?? []);
  if (type.autoname !== undefined) inputs = named(inputs, type.autoname, request);
  if (type.tagging !== undefined) inputs = withAllTags(inputs, request.defaultTags);
  const missing = (type.required ?? [])
    .filter((key) => inputs[key] === undefined)
    .map((key) => ({ property: key, reason: `Missing required property "${key}".` }));
  return { inputs, failures: missing.length > 0 ? missing : (type.check?.(inputs) ?? []) };
}

function withTextDocuments(inputs: Props, keys: readonly string[]): Props {
  const written = keys.flatMap((key): [string, Value][] => {
    const document = inputs[key];
    if (!isProps(document)) return [];
    return [[key, holdsUnknown(document) ? unknownValue : JSON.stringify(document)]];
  });
  return { ...inputs, ...Object.fromEntries(written) };
}

function named(inputs: Props, autoname: Autoname, request: CheckRequest): Props {
  const { property } = autoname;
  if (inputs[property] !== undefined) return inputs;
  return {
    ...inputs,
    [property]: text(request.olds, property) ?? automaticName(inputs, autoname, request),
  };
}

function stemOf(autoname: Autoname, logicalName: string): string {
  const stem = `${autoname.prefix ?? ""}${logicalName}`;
  return autoname.lowercase === true ? stem.toLowerCase() : stem;
}

function automaticName(inputs: Props, autoname: Autoname, request: CheckRequest): string {
  const { namePrefix } = inputs;
  if (namePrefix === unknownValue) return unknownValue;
  if (typeof namePrefix === "string") return `${namePrefix}${request.suffix.slice(0, 7)}`;
  const ending = `-${request.suffix.slice(0, 7)}`;
  const stem = stemOf(autoname, request.logicalName);
  return stem.slice(0, (autoname.maxLength ?? 255) - ending.length) + ending;
}

/** Whether `name` is one that {@link check} made for this logical name. */
export function isAutomaticName(name: string, autoname: Autoname, logicalName: string): boolean {
  const stem = stemOf(autoname, logicalName);
  const ending = /-[0-9a-f]{7}$/.exec(name);
  return ending !== null && stem.startsWith(name.slice(0, ending.index));
}

/** Own tags win over the provider's default tags. */
function withAllTags(inputs: Props, defaultTags: Readonly<Record<string, string>>): Props {
  const { tags } = inputs;
  if (tags !== undefined && !isProps(tags)) return { ...inputs, tagsAll: unknownValue };
  const tagsAll = { ...defaultTags, ...tags };
  return Object.keys(tagsAll).length === 0 ? inputs : { ...inputs, tagsAll };
}
