/** One resource of a stack's state, as `pulumi stack export` gives it; reports read no more than this. */
export interface StackResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly parent?: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** The logical name: last part of the URN. */
export function nameOf(resource: StackResource): string {
  return resource.urn.split("::").at(-1) ?? resource.urn;
}

/** A text property, from outputs first; "" where it is absent or not a text. */
export function text(resource: StackResource, property: string): string {
  const value = resource.outputs[property] ?? resource.inputs[property];
  return typeof value === "string" ? value : "";
}

/** A list property as texts; other members are left out. */
export function texts(resource: StackResource, property: string): readonly string[] {
  const value = resource.outputs[property] ?? resource.inputs[property];
  return Array.isArray(value) ? value.filter((member): member is string => typeof member === "string") : [];
}

export function number(resource: StackResource, property: string): number | undefined {
  const value = resource.outputs[property] ?? resource.inputs[property];
  return typeof value === "number" ? value : undefined;
}

/** A list property whose members are objects, such as block device mappings; other members are left out. */
export function blocks(
  resource: StackResource,
  property: string,
): readonly Readonly<Record<string, unknown>>[] {
  const value = resource.outputs[property] ?? resource.inputs[property];
  if (!Array.isArray(value)) return [];
  return value.filter(
    (member): member is Record<string, unknown> => typeof member === "object" && member !== null,
  );
}
