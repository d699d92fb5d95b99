import { type Field, value } from "./field";
import { type Problem } from "./problem";

/** One of a few words. */
export function choice<const W extends string>(about: string, words: readonly W[], example: W): Field<W> {
  return value(about, `one of ${words.join(", ")}`, example, (raw) => words.find((word) => word === raw));
}

/** A value, or the word `none`, read as null. */
export function orNone<T>(field: Field<T>): Field<T | null> {
  const orNoneToo = (allowed: string) => `${allowed}, or none`;
  return {
    ...field,
    allowed: orNoneToo(field.allowed),
    read(raw, at) {
      if (raw === "none") return null;
      const problems: Problem[] = [];
      const read = field.read(raw, { ...at, problems });
      for (const problem of problems) {
        const isWhole = problem.path === at.path;
        at.problems.push(isWhole ? { ...problem, allowed: orNoneToo(problem.allowed) } : problem);
      }
      return read;
    },
  };
}
