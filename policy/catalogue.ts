import { controls } from "./controls";
import { type Rule } from "./rule";

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");
const row = (...cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;

function optionLines(rules: readonly Rule[]): readonly string[] {
  return rules.flatMap((rule) =>
    Object.entries(rule.options ?? {}).map(([name, option]) =>
      row(
        `\`${rule.id}\``,
        `\`${name}\``,
        option.description,
        option.default.map((value) => `\`${value}\``).join(", "),
      ),
    ),
  );
}

/** docs/policy-rules.md: what each rule refuses and why, from the rules themselves. */
export function catalogue(rules: readonly Rule[]): string {
  const serving = (id: string): string =>
    rules
      .filter((rule) => rule.control.id === id)
      .map((rule) => `\`${rule.id}\``)
      .join(", ");
  return `${[
    "# Policy rules",
    "",
    "Written by `node --import tsx policy/writeCatalogue.ts` from `policy/rules/`; do not edit. Every rule is mandatory:",
    "a finding stops a preview and an update before the resource is created. A value that a rule needs and that is not",
    "known before the update is a finding too, `undetermined`, and stops them alike.",
    "",
    "## Controls",
    "",
    row("ID", "what holds", "NIST SP 800-53 r5", "rules"),
    row("---", "---", "---", "---"),
    ...Object.values(controls).map(({ id, statement, nist }) =>
      row(id, statement, `${nist.reference} ${nist.title}`, serving(id)),
    ),
    "",
    "## Rules",
    "",
    row("ID", "what holds", "control", "severity", "cause", "fix"),
    row("---", "---", "---", "---", "---", "---"),
    ...rules.map((rule) =>
      row(`\`${rule.id}\``, rule.title, rule.control.id, rule.severity, rule.cause, rule.fix),
    ),
    "",
    "## Options",
    "",
    "Set in the file of `--policy-pack-config`, under the rule's ID. None is needed.",
    "",
    row("rule", "option", "what it is", "default"),
    row("---", "---", "---", "---"),
    ...optionLines(rules),
  ].join("\n")}\n`;
}
