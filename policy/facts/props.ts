import { absent, chain, type Fact, known, notYetKnown, unknown } from "./fact";

/**
 * What the engine puts where a value is not known yet: one text for each kind of value.
 * Source: Pulumi, sdk/go/common/resource/plugin/rpc.go (UnknownBoolValue … UnknownObjectValue).
 */
export const unknownMarks: ReadonlySet<unknown> = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", // boolean
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421", // number
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9", // string
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", // array
  "030794c1-ac77-496b-92df-f27374a8bd58", // asset
  "e48ece36-62e2-4504-bad9-02848725956a", // archive
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff", // object
]);

/** Put by a source where it has a value and does not show it, or knows that there is one: read as unknown. `why` completes "this value …". */
export class Withheld {
  constructor(readonly why: string) {}
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/**
 * One property, read without ever throwing. `@pulumi/policy` hands out proxies whose `get` throws on an unknown value,
 * and a rule that lets that error out is made advisory by the pack's server; a property's descriptor shows the same
 * value without the trap. A read that fails all the same counts as unknown: it must not pass as absent.
 */
export function peek(container: object, key: string): Fact<unknown> {
  let value: unknown;
  try {
    value = Object.getOwnPropertyDescriptor(container, key)?.value;
  } catch {
    return unknown("cannot be read");
  }
  if (value === undefined || value === null) return absent;
  if (value instanceof Withheld) return unknown(value.why);
  return unknownMarks.has(value) ? notYetKnown : known(value);
}

/** True if neither the value nor anything inside it is unknown. */
export function isFullyKnown(value: unknown): boolean {
  if (value instanceof Withheld) return false;
  if (!isObject(value)) return !unknownMarks.has(value);
  return Object.keys(value).every((key) => {
    const inner = peek(value, key);
    return inner.state === "absent" || (inner.state === "known" && isFullyKnown(inner.value));
  });
}

function asText(value: unknown): Fact<string> {
  if (typeof value !== "string") return unknown(`is not a text but ${kindOf(value)}`);
  return value === "" ? absent : known(value);
}

function asFlag(value: unknown): Fact<boolean> {
  if (typeof value === "boolean") return known(value);
  if (value === "true" || value === "false") return known(value === "true");
  return value === "" ? absent : unknown(`is not true or false but ${kindOf(value)}`);
}

function asNumber(value: unknown): Fact<number> {
  return typeof value === "number" ? known(value) : unknown(`is not a number but ${kindOf(value)}`);
}

function asProps(value: unknown): Fact<Props> {
  return isObject(value) && !Array.isArray(value)
    ? known(new Props(value))
    : unknown(`is not an object but ${kindOf(value)}`);
}

function asList<T>(value: unknown, item: (value: unknown) => Fact<T>): Fact<readonly Fact<T>[]> {
  if (!Array.isArray(value)) return unknown(`is not a list but ${kindOf(value)}`);
  return known(Array.from({ length: value.length }, (_, index) => chain(peek(value, String(index)), item)));
}

/** The kind only, never the value: what stands where it should not may be a secret. */
function kindOf(value: unknown): string {
  return Array.isArray(value) ? "a list" : `a value of type ${typeof value}`;
}

/** A text somewhere inside a resource. */
export interface Leaf {
  /** E.g. `ingress[0].securityGroups[1]`. */
  readonly path: string;
  /** Name of the property that it stands in, itself or in a list: `securityGroups`. */
  readonly key: string;
  readonly value: string;
}

function* leavesOf(container: object, path: string, key: string): Generator<Leaf> {
  for (const name of Object.keys(container)) {
    const fact = peek(container, name);
    if (fact.state !== "known") continue;
    const isItem = Array.isArray(container);
    const inner = isItem ? `${path}[${name}]` : path === "" ? name : `${path}.${name}`;
    const own = isItem ? key : name;
    if (typeof fact.value === "string") yield { path: inner, key: own, value: fact.value };
    else if (isObject(fact.value)) yield* leavesOf(fact.value, inner, own);
  }
}

/**
 * Reads a resource's properties as facts. A value of the wrong kind is unknown, with the reason: a rule cannot judge
 * it. AWS's provider writes `""` for "not set" and `"true"` for some booleans; both are read as what they mean.
 */
export class Props {
  constructor(private readonly container: object) {}

  get(key: string): Fact<unknown> {
    return peek(this.container, key);
  }

  text(key: string): Fact<string> {
    return chain(this.get(key), asText);
  }

  flag(key: string): Fact<boolean> {
    return chain(this.get(key), asFlag);
  }

  number(key: string): Fact<number> {
    return chain(this.get(key), asNumber);
  }

  object(key: string): Fact<Props> {
    return chain(this.get(key), asProps);
  }

  texts(key: string): Fact<readonly Fact<string>[]> {
    return chain(this.get(key), (value) => asList(value, asText));
  }

  numbers(key: string): Fact<readonly Fact<number>[]> {
    return chain(this.get(key), (value) => asList(value, asNumber));
  }

  /** Every known text inside. */
  leaves(): Iterable<Leaf> {
    return leavesOf(this.container, "", "");
  }

  objects(key: string): Fact<readonly Fact<Props>[]> {
    return chain(this.get(key), (value) => asList(value, asProps));
  }
}
