import { type Field, value, wrong } from "./field";

/** One of a few words. */
export function choice<const W extends string>(about: string, words: readonly W[], example: W): Field<W> {
  return value(about, `one of ${words.join(", ")}`, example, (raw) => words.find((word) => word === raw));
}

/** A value or a group, or the word `none`, read as null. */
export function orNone<T>(field: Field<T>): Field<T | null> {
  const allowed = `${field.allowed}, or none`;
  return {
    ...field,
    allowed,
    read(raw, at) {
      if (raw === "none") return null;
      // What is wrong inside a group says itself what is allowed there.
      if (typeof raw === "object" && raw !== null) return field.read(raw, at);
      const read = field.read(raw, { ...at, problems: [] });
      if (read === undefined) at.problems.push(wrong(at, raw, allowed, field.example));
      return read;
    },
  };
}
