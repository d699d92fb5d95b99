import { controls } from "./controls";
import { type Rule } from "./rule";

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("*", "\\*");

/** A Markdown table with columns of even width, as the formatter wants it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const cells = [head, ...rows].map((row) => row.map(cell));
  const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((text, column) => text.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const [first = [], ...others] = cells;
  return [line(first), line(widths.map((width) => "-".repeat(width))), ...others.map(line)];
}

const code = (text: string): string => `\`${text}\``;

/** docs/policy-rules.md: what each rule refuses and why, from the rules themselves. */
export function catalogue(rules: readonly Rule[]): string {
  const serving = (id: string): string =>
    rules
      .filter((rule) => rule.control.id === id)
      .map((rule) => code(rule.id))
      .join(", ");
  const options = rules.flatMap((rule) =>
    Object.entries(rule.options ?? {}).map(([name, option]) => [
      ...[code(rule.id), code(name), option.description, option.default.map(code).join(", ")],
    ]),
  );
  return `${[
    "# Policy rules",
    "",
    "Written by `npm run docs` from `policy/rules/`; do not edit. Every rule is mandatory:",
    "a finding stops a preview and an update before the resource is created. A value that a rule needs and that is not",
    "known before the update is a finding too, `undetermined`, and stops them alike.",
    "",
    "## Controls",
    "",
    ...table(
      ["ID", "what holds", "NIST SP 800-53 r5", "rules"],
      Object.values(controls).map(({ id, statement, nist }) => [
        ...[id, statement, `${nist.reference} ${nist.title}`, serving(id)],
      ]),
    ),
    "",
    "## Rules",
    "",
    ...table(
      ["ID", "what holds", "control", "severity", "cause", "fix"],
      rules.map((rule) => [code(rule.id), rule.title, rule.control.id, rule.severity, rule.cause, rule.fix]),
    ),
    "",
    "## Options",
    "",
    "Set in the file of `--policy-pack-config`, under the rule's ID. None is needed.",
    "",
    ...table(["rule", "option", "what it is", "default"], options),
  ].join("\n")}\n`;
}
