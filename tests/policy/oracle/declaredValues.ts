import { type Declared } from "../../../policy/sources/declared";

/** Reads of a changed stack's plain values: whatever is of another kind is not there. */
export type Values = Readonly<Record<string, unknown>>;

/** The class: `Subnet` of `aws:ec2/subnet:Subnet`. */
export const kindOf = ({ type }: Declared): string => type.slice(type.lastIndexOf(":") + 1);

export const inputsOf = ({ inputs }: Declared): Values => inputs;

export const textOf = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

export const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.flatMap((each) => textOf(each) ?? []) : [];

export const valuesOf = (value: unknown): Values =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Values) : {};

export const itemsOf = (value: unknown): readonly Values[] =>
  Array.isArray(value) ? value.map(valuesOf) : [];

export const isOn = (value: unknown): boolean => value === true || value === "true";

export const ofKind = (declared: readonly Declared[], kind: string): readonly Declared[] =>
  declared.filter((each) => kindOf(each) === kind && each.type.startsWith("aws:"));

/** Ids of all resources of a class. */
export const idsOf = (declared: readonly Declared[], kind: string): readonly string[] =>
  ofKind(declared, kind).flatMap(({ inputs }) => textOf(inputs["id"]) ?? []);

/** A resource that is added to a stack, its values known. */
export function added(type: string, name: string, inputs: Values): Declared {
  const leaf = type.slice(type.indexOf("/") + 1);
  const token = `aws:${type}:${leaf.charAt(0).toUpperCase()}${leaf.slice(1)}`;
  const urn = `urn:pulumi:local::overflow::${token}::${name}`;
  return {
    urn,
    type: token,
    name,
    inputs: { id: name, ...inputs },
    sources: {},
    provider: "pulumi:providers:aws",
  };
}
