import { isList, isProps, type Props, type Value } from "../values";

/*
 * Pulumi writes `deviceName` where AWS writes `DeviceName`: nested settings are translated by rule, and `renames` names
 * the exceptions (Pulumi's name → AWS's). Maps whose keys are the user's (tags, variables) must not go through here.
 */

export type Renames = Readonly<Record<string, string>>;

/** What the SDK takes and gives: JSON with AWS's names. */
export interface Shape {
  readonly [key: string]: unknown;
}

const upper = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
const lower = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

function toAws(value: Value, renames: Renames): unknown {
  if (isList(value)) return value.map((item) => toAws(item, renames));
  return isProps(value) ? awsShape(value, renames) : value;
}

/** Translates settings into the names of the AWS API. */
export function awsShape(props: Props, renames: Renames = {}): Shape {
  return Object.fromEntries(
    Object.entries(props).flatMap(([key, value]) =>
      value === undefined || value === null ? [] : [[renames[key] ?? upper(key), toAws(value, renames)]],
    ),
  );
}

function toPulumi(value: unknown, names: Renames): Value {
  if (Array.isArray(value)) return value.map((item: unknown) => toPulumi(item, names));
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "object" && value !== null) return translated(value, names);
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}

function translated(shape: object, names: Renames): Props {
  return Object.fromEntries(
    Object.entries(shape).flatMap(([key, value]) =>
      value === undefined ? [] : [[names[key] ?? lower(key), toPulumi(value, names)]],
    ),
  );
}

/** Translates what AWS answers into Pulumi's names; `renames` is the same table as for {@link awsShape}. */
export function pulumiShape(shape: object, renames: Renames = {}): Props {
  return translated(
    shape,
    Object.fromEntries(Object.entries(renames).map(([ours, theirs]) => [theirs, ours])),
  );
}
