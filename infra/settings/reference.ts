import { type Field } from "./field";
import { settingsShape } from "./schema";

/** docs/settings.md: every setting with its meaning, what it may be and an example. Pure; a test keeps the file current. */
export function renderReference(): string {
  return [
    "# Settings",
    "",
    "What `Pulumi.<environment>.yaml` holds, under `config:`. Every key must be there, in every environment, and no other may:",
    "there are no hidden defaults. A wrong file is refused with all its faults before anything is touched. No setting is a",
    "secret; secrets are made by the stack.",
    "",
    "`<name>` stands for names that you choose. Checked beside what the table says: blocks fit into each other and do not",
    "overlap, zones are of the region, worker subnets have room for all pools, a hibernating VM's memory fits on its root",
    "volume, no builder is let through at two trust levels, what builds of one level write is read by no other, hosts and",
    "origins lie within the build network, and who may talk to whom fits into AWS's filters.",
    "",
    "This page is made from `infra/settings/schema.ts` by `infra/settings/reference.ts`.",
    "",
    ...table(["Setting", "Meaning", "Allowed", "Example"], rowsOf(settingsShape, "")),
    "",
  ].join("\n");
}

/** Cells of a row for each plain setting. */
function rowsOf(fields: Readonly<Record<string, Field<unknown>>>, prefix: string): string[][] {
  return Object.entries(fields).flatMap(([key, field]) => {
    const path = `${prefix}${key === "*" ? "<name>" : key}`;
    return field.inner === undefined
      ? [[`\`${path}\``, field.about, field.allowed, `\`${field.example}\``]]
      : rowsOf(field.inner, `${path}.`);
  });
}

/** Lines of a Markdown table, padded as the formatter of this project does. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [head, ...rows].map((row) =>
    row.map((cell) => cell.replaceAll("|", "\\|").replaceAll(" * ", " \\* ")),
  );
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const [first, ...others] = all.map((row) =>
    line(row.map((cell, column) => cell.padEnd(widths[column] ?? 0))),
  );
  return [first ?? "", line(widths.map((width) => "-".repeat(width))), ...others];
}
