import { type EscapePath } from "./escapePaths";
import { table } from "./markdownTable";
import { type Actor, type Threat } from "./threats";

const actors: Readonly<Record<Actor, string>> = {
  build: "a build, or whoever wrote what it runs; it may be root on its VM",
  internet: "anybody on the internet",
  insider: "somebody with access to the build network or, in part, to the account",
  operator: "who deploys, under time pressure",
  author: "who changes the stack or the policy",
};

const code = (text: string): string => `\`${text}\``;

/** docs/threat-model.md: each threat, its control, its rules, the ways it can go and the tests that fail if the answer does not hold. */
export function threatModel(threats: readonly Threat[], paths: readonly EscapePath[]): string {
  const titles = new Map(paths.map(({ row, title }) => [row, title]));
  return `${[
    "# Threat model",
    "",
    "Written by `npm run docs` from `policy/review/threats.ts` and `policy/review/escapePaths.ts`; do not edit.",
    "",
    "**What is kept:** that nothing passes between the VPC and anything but the build network; what builds read and make; the build network itself, which",
    "trusts VMs no more than its firewalls let them. **Where trust changes hands:** at each interface's security groups and each subnet's list; at the VPN",
    "gateway; at each endpoint; at the AWS API, where IAM decides. **Not kept here:** what the build network does with what reaches it (its firewalls",
    "do), AWS itself and its staff, the account's root user and whoever may change IAM outside the stack, side channels on shared hardware.",
    "",
    "## Who",
    "",
    ...table(
      ["actor", "who that is"],
      Object.entries(actors)
        .filter(([actor]) => threats.some((threat) => threat.actor === actor))
        .map(([actor, who]) => [actor, who]),
    ),
    "",
    "## Threats",
    "",
    "Controls: `docs/controls.md`. Ways: the table below.",
    "",
    ...table(
      ["ID", "actor", "what happens", "control", "what holds against it", "rules", "ways", "tests"],
      threats.map(({ id, actor, threat, controls, answer, rules, ways, tests }) => [
        ...[id, actor, threat, controls.join(", "), answer, rules.map(code).join(", ")],
        ...[ranges(ways), tests.map(code).join(", ")],
      ]),
    ),
    "",
    "## Ways",
    "",
    "Each is put alone into our own stack, in every shape in which it can be written, and must be refused by its rule: `tests/policy/escapes`.",
    "",
    ...table(
      ["way", "what it is", "rules", "threats"],
      paths.map(({ row, rules }) => [
        ...[String(row), titles.get(row) ?? "", rules.map(code).join(", ")],
        threats
          .filter(({ ways }) => ways.includes(row))
          .map(({ id }) => id)
          .join(", "),
      ]),
    ),
  ].join("\n")}\n`;
}

/** `1–3, 7`: runs of numbers. */
function ranges(numbers: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last !== undefined && number === last[1] + 1) last[1] = number;
    else runs.push([number, number]);
  }
  return runs.map(([first, last]) => (first === last ? String(first) : `${first}–${last}`)).join(", ");
}
