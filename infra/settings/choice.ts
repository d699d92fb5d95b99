import { type Field, value } from "./field";

/** One of a few words. */
export function choice<const W extends string>(about: string, words: readonly W[], example: W): Field<W> {
  return value(about, `one of ${words.join(", ")}`, example, (raw) => words.find((word) => word === raw));
}

/** A value, or the word `none`, read as null. */
export function orNone<T>(field: Field<T>): Field<T | null> {
  const allowed = `${field.allowed}, or none`;
  return {
    ...field,
    allowed,
    read: (raw, at) => (raw === "none" ? null : field.read(raw, at)),
  };
}
