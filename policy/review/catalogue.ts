import { controls } from "../controls";
import { type EscapePath } from "./escapePaths";
import { table } from "./markdownTable";
import { type Rule } from "../rule";

const code = (text: string): string => `\`${text}\``;

const ids = (list: readonly string[] | undefined): string => (list ?? []).join(", ");

/** docs/controls.md: what each rule refuses and why, and which way out it closes, from the rules themselves. */
export function catalogue(rules: readonly Rule[], paths: readonly EscapePath[]): string {
  const serving = (id: string): string =>
    rules
      .filter((rule) => rule.control.id === id)
      .map((rule) => code(rule.id))
      .join(", ");
  const closing = (id: string): string =>
    paths
      .filter((path) => path.rules.includes(id))
      .map(({ row }) => String(row))
      .join(", ");
  const options = rules.flatMap((rule) =>
    Object.entries(rule.options ?? {}).map(([name, option]) => [
      ...[code(rule.id), code(name), option.description, option.default.map(code).join(", ")],
    ]),
  );
  return `${[
    "# Controls",
    "",
    "Written by `npm run docs` from `policy/rules/` and `policy/review/escapePaths.ts`; do not edit. Every rule is mandatory:",
    "a finding stops a preview and an update before the resource is created. A value that a rule needs and that is not",
    "known before the update is a finding too, `undetermined`, and stops them alike. Each rule ends `PASS`, `FAIL`,",
    "`UNDETERMINED`, `NOT-APPLICABLE` (with the reason) or `EXEMPT` (with the day until).",
    "",
    "## What must hold",
    "",
    ...table(
      ["ID", "what holds", "NIST SP 800-53 r5", "rules"],
      Object.values(controls).map(({ id, statement, nist }) => [
        ...[id, statement, `${nist.reference} ${nist.title}`, serving(id)],
      ]),
    ),
    "",
    "## Ways out, and the rules that close them",
    "",
    "Cases of each way, in every shape in which it can be written: `tests/policy/escapes`. Each is refused by a rule named here.",
    "",
    ...table(
      ["way", "what it is", "rules"],
      paths.map(({ row, title, rules: closers }) => [String(row), title, closers.map(code).join(", ")]),
    ),
    "",
    "## Rules",
    "",
    "NIST: SP 800-53 revision 5. CIS: AWS Foundations Benchmark 5.0.0. SLSA: 1.0.",
    "",
    ...table(
      ["ID", "what holds", "control", "severity", "way", "cause", "fix", "NIST", "CIS", "SLSA", "page"],
      rules.map((rule) => [
        ...[
          code(rule.id),
          rule.title,
          rule.control.id,
          rule.severity,
          closing(rule.id),
          rule.cause,
          rule.fix,
        ],
        ...[ids(rule.frameworks?.nist), ids(rule.frameworks?.cis), ids(rule.frameworks?.slsa)],
        rule.url === undefined ? "" : `<${rule.url}>`,
      ]),
    ),
    "",
    "## Options",
    "",
    "Set in the file of `--policy-pack-config`, under the rule's ID. `overflow` sets those of the build network from the settings.",
    "",
    ...table(["rule", "option", "what it is", "default"], options),
  ].join("\n")}\n`;
}
