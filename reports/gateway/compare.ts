import { type GatewayFile } from "./files";
import { type GatewayPlan } from "./plan";
import { listNames } from "./routing";
import { type Statement, statementsOf } from "./statements";

/** One thing in which a configuration is not what the stack needs. No secret in it. */
export interface Difference {
  readonly file: string;
  readonly where: string;
  /** Null: it is there and must not be. */
  readonly expected: string | null;
  /** Null: it is not there. */
  readonly found: string | null;
}

/**
 * Compares a gateway's file with what the stack needs. What is missing or otherwise is a difference; what is there beside it
 * is one only where the section is the stack's own: a gateway has other things to do, too.
 */
export function compare(plan: GatewayPlan, file: GatewayFile, given: string): readonly Difference[] {
  const found = statementsOf(file.kind, given);
  const expected = statementsOf(file.kind, file.text);
  const same = (a: Statement) => (b: Statement) => a.where === b.where && a.what === b.what;
  const missing = expected.filter(
    (statement) => !found.some(same(statement)) && !isImplied(file, statement, found),
  );
  const extra = found.filter((statement) => isOwn(plan, file, statement) && !expected.some(same(statement)));
  // A key has one value: another one is a change, not a loss and a gain.
  const isKeyed = file.kind === "swanctl";
  const replaced = isKeyed ? extra.filter(({ where }) => missing.some((each) => each.where === where)) : [];
  const differences = [
    ...missing.map(({ where, what }) => {
      const other = replaced.find((each) => each.where === where);
      return { file: file.name, where, expected: what, found: other?.what ?? null };
    }),
    ...extra
      .filter((statement) => !replaced.includes(statement))
      .map(({ where, what }) => ({ file: file.name, where, expected: null, found: what })),
  ];
  return differences.length > 0 || file.kind !== "nftables" ? differences : misordered(file, expected, found);
}

/** FRR does not print what is so by default. Source: FRR guide, "bgp default ipv4-unicast". */
function isImplied({ kind }: GatewayFile, { what }: Statement, found: readonly Statement[]): boolean {
  return (
    kind === "frr" &&
    /^neighbor \S+ activate$/.test(what) &&
    !found.some((each) => each.what === "no bgp default ipv4-unicast")
  );
}

/** True if nobody but the stack has a say where the statement stands. */
function isOwn(plan: GatewayPlan, { kind, name }: GatewayFile, { where, what }: Statement): boolean {
  switch (kind) {
    case "swanctl":
      return where.startsWith(`connections.${plan.label}-${plan.gateway}-`);
    case "nftables":
      // Other VPNs of the machine are named in the set of peers.
      return (
        where.startsWith(`table inet ${plan.label.replaceAll("-", "_")} `) ||
        where.startsWith("table inet overflow_peers chain")
      );
    case "frr": {
      const { incoming, outgoing } = listNames(plan);
      const words = `${where} ${what}`.split(" ");
      const ours = [
        incoming,
        outgoing,
        plan.vpcCidr,
        ...plan.tunnels.map((tunnel) => tunnel.amazonInsideAddress),
      ];
      return ours.some((word) => words.includes(word));
    }
    case "nginx":
    case "lines":
      return name !== "sysctl.conf";
  }
}

/** The first rule that matches decides: the order in a chain is part of what it says. */
function misordered(
  { name }: GatewayFile,
  expected: readonly Statement[],
  found: readonly Statement[],
): readonly Difference[] {
  const inChain = (statements: readonly Statement[], where: string) =>
    statements.filter((each) => each.where === where).map(({ what }) => what);
  const chains = [...new Set(expected.map(({ where }) => where))].filter((where) =>
    where.includes(" chain "),
  );
  return chains.flatMap((where) => {
    const [wanted, got] = [inChain(expected, where), inChain(found, where)];
    const at = wanted.findIndex((what, index) => got[index] !== what);
    if (at === -1) return [];
    return [
      { file: name, where: `${where}, line ${at + 1}`, expected: wanted[at] ?? null, found: got[at] ?? null },
    ];
  });
}

/** The file that a text is, by its name or else by what stands in it; undefined: none of them. */
export function recognise(
  files: readonly GatewayFile[],
  name: string,
  text: string,
): GatewayFile | undefined {
  const byName = files.find((file) => file.name === name || file.installAs.endsWith(`/${name}`));
  if (byName !== undefined) return byName;
  const kind = /^\s*connections\s*\{/m.test(text)
    ? "swanctl"
    : /^\s*router bgp /m.test(text)
      ? "frr"
      : /^\s*table (inet|ip|ip6) /m.test(text)
        ? "nftables"
        : undefined;
  return files.find((file) => file.kind === kind && file.name !== "strongswan.conf");
}

/** A difference in words, one line. */
export function differenceLine({ file, where, expected, found }: Difference): string {
  const place = where === "" ? file : `${file}: ${where}`;
  if (expected === null) return `${place}: must not be there: ${found ?? ""}`;
  return found === null ? `${place}: missing: ${expected}` : `${place}: is ${found}, must be ${expected}`;
}
