/**
 * Property values as the engine and the provider exchange them: JSON, in which an unknown value, a secret and an
 * asset are marked by a signature (pulumi `sdk/go/common/resource/properties.go`).
 */
export type Value = string | number | boolean | null | readonly Value[] | Props;

export interface Props {
  readonly [key: string]: Value | undefined;
}

/** Stands for a value that is not known until the update runs (`UnknownStringValue`). */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

export function isProps(value: Value | undefined): value is Props {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

function isSecret(value: Value | undefined): value is Props {
  return isProps(value) && value[signatureKey] === secretSignature;
}

const assetSignatures: readonly (Value | undefined)[] = [
  "c44067f5952c0a294b673a41bacd8c17",
  "0def7320c3a5731c473e5ecbe6d01bc7",
];

/** A file (`Asset`) or an archive of files, with the hash of its content. */
export function isAsset(value: Value | undefined): value is Props {
  return isProps(value) && assetSignatures.includes(value[signatureKey]);
}

/** True when `value` or anything in it satisfies `test`. */
function holds(value: Value | undefined, test: (part: Value | undefined) => boolean): boolean {
  if (test(value)) return true;
  if (isList(value)) return value.some((part) => holds(part, test));
  return isProps(value) && Object.values(value).some((part) => holds(part, test));
}

export const holdsUnknown = (value: Value | undefined): boolean =>
  holds(value, (part) => part === unknownValue);

export const holdsSecret = (value: Value | undefined): boolean => holds(value, isSecret);

function map(value: Value, change: (part: Value) => Value): Value {
  const changed = change(value);
  if (isList(changed)) return changed.map((part) => map(part, change));
  if (!isProps(changed)) return changed;
  return Object.fromEntries(
    Object.entries(changed).flatMap(([key, part]) => (part === undefined ? [] : [[key, map(part, change)]])),
  );
}

function unwrap(value: Value): Value {
  let inner = value;
  while (isSecret(inner)) inner = inner.value ?? null;
  return inner;
}

/** The same properties with every secret replaced by what it holds. */
export function unsealed(props: Props): Props {
  const plain = map(props, unwrap);
  return isProps(plain) ? plain : {};
}

/** Names of the top-level properties that hold a secret, at any depth. */
export function secretKeys(...sources: readonly Props[]): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const source of sources)
    for (const [key, value] of Object.entries(source)) if (holdsSecret(value)) keys.add(key);
  // A resource's tags reappear in tagsAll: one secret must not leave through the other.
  if (keys.has("tags")) keys.add("tagsAll");
  return keys;
}

/** The same properties with each of `keys` made a secret. */
export function sealed(props: Props, keys: ReadonlySet<string>): Props {
  return Object.fromEntries(
    Object.entries(props).map(([key, value]) => [
      key,
      keys.has(key) && value !== undefined && value !== null
        ? { [signatureKey]: secretSignature, value }
        : value,
    ]),
  );
}

/** The same properties without those that are null or undefined, at any depth. */
export function compact(props: Props): Props {
  const strip = (value: Value): Value => {
    if (isList(value)) return value.map(strip);
    return isProps(value) ? compact(value) : value;
  };
  return Object.fromEntries(
    Object.entries(props).flatMap(([key, value]) =>
      value === undefined || value === null ? [] : [[key, strip(value)]],
    ),
  );
}
