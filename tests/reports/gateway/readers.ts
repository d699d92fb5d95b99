/** Sections and keys of a strongSwan file, read by its grammar (strongswan.conf(5)), apart from the code that compares. */
export interface Section {
  readonly [key: string]: string | Section;
}

export function readSwanctl(text: string): Section {
  const lines = text
    .split("\n")
    .map((line) => line.replace(/#.*/, "").trim())
    .filter((line) => line !== "");
  const read = (): Section => {
    const section: Record<string, string | Section> = {};
    for (let line = lines.shift(); line !== undefined && line !== "}"; line = lines.shift()) {
      const [, name] = /^([\w.-]+)\s*\{$/.exec(line) ?? [];
      const [, key, value] = /^([\w-]+)\s*=\s*(.+)$/.exec(line) ?? [];
      if (name !== undefined) section[name] = read();
      else if (key !== undefined && value !== undefined) section[key] = value;
      else throw new Error(`no line of swanctl.conf: ${line}`);
    }
    return section;
  };
  const root = read();
  if (lines.length > 0) throw new Error(`a section too many is closed before: ${lines[0] ?? ""}`);
  return root;
}

/** What BGP would take and tell, from FRR's lines. */
export interface Bgp {
  readonly asn: number;
  readonly networks: readonly string[];
  readonly neighbors: Readonly<Record<string, Neighbor>>;
  readonly blackholes: readonly string[];
}

export interface Neighbor {
  readonly remoteAsn: number;
  readonly holdSeconds: number;
  /** Prefixes let through; undefined: all. */
  readonly takes: readonly string[] | undefined;
  readonly tells: readonly string[] | undefined;
}

export function readFrr(text: string): Bgp {
  const lines = text.split("\n").map((line) => line.trim());
  const all = (pattern: RegExp) => lines.flatMap((line) => pattern.exec(line)?.slice(1) ?? []);
  const lists = new Map<string, string[]>();
  const maps = new Map<string, string[]>();
  let map = "";
  for (const line of lines) {
    const [, list, block] = /^ip prefix-list (\S+) seq \d+ permit (\S+)$/.exec(line) ?? [];
    if (list !== undefined && block !== undefined) lists.set(list, [...(lists.get(list) ?? []), block]);
    map = /^route-map (\S+) permit \d+$/.exec(line)?.[1] ?? (line === "exit" ? "" : map);
    const matched = /^match ip address prefix-list (\S+)$/.exec(line)?.[1];
    if (map !== "" && matched !== undefined) maps.set(map, lists.get(matched) ?? []);
  }
  const through = (address: string, side: "in" | "out") => {
    const [name] = all(new RegExp(`^neighbor ${address} route-map (\\S+) ${side}$`));
    return name === undefined ? undefined : maps.get(name);
  };
  const neighbors = lines.flatMap((line) => {
    const [, address, asn] = /^neighbor (\S+) remote-as (\d+)$/.exec(line) ?? [];
    if (address === undefined) return [];
    const holdSeconds = Number(all(new RegExp(`^neighbor ${address} timers \\d+ (\\d+)$`))[0]);
    const [takes, tells] = [through(address, "in"), through(address, "out")];
    return [[address, { remoteAsn: Number(asn), holdSeconds, takes, tells }] as const];
  });
  return {
    asn: Number(all(/^router bgp (\d+)$/)[0]),
    networks: all(/^network (\S+)$/),
    neighbors: Object.fromEntries(neighbors),
    blackholes: all(/^ip route (\S+) blackhole 250$/),
  };
}

/** A packet as a firewall sees it. */
export interface Packet {
  readonly hook: "input" | "forward" | "output";
  readonly iif?: string;
  readonly oif?: string;
  readonly from: string;
  readonly to: string;
  readonly protocol: "tcp" | "udp" | "icmp" | "esp";
  readonly dport?: number;
  readonly sport?: number;
  /** Belongs to a connection that was let through. */
  readonly answers?: boolean;
}

const number = (address: string) => address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);

function isIn(address: string, block: string): boolean {
  const [base = "", length = "32"] = block.split("/");
  const span = 2 ** (32 - Number(length));
  return Math.floor(number(address) / span) === Math.floor(number(base) / span);
}

/** nftables as far as these files use it: whether a packet passes all base chains of its hook. */
export class Firewall {
  private readonly tables = new Map<string, Map<string, string[]>>();
  private readonly sets = new Map<string, string[]>();

  constructor(text: string) {
    let table = "";
    let chain: string[] | undefined;
    for (const raw of text.split("\n")) {
      const line = raw.trim();
      if (line === "" || line.startsWith("#")) continue;
      const [, opened] = /^table (\S+ \S+)( \{)?$/.exec(line) ?? [];
      const chainName = /^chain (\S+) \{$/.exec(line)?.[1];
      const elements = /^elements = \{ (.*) \}$/.exec(line)?.[1];
      if (opened !== undefined) {
        table = opened;
        if (!this.tables.has(table)) this.tables.set(table, new Map());
      } else if (line.startsWith("delete table "))
        this.tables.set(line.slice("delete table ".length), new Map());
      else if (line.startsWith("flush chain ")) this.flush(line.split(" ").slice(2));
      else if (chainName !== undefined) {
        const chains = this.tables.get(table);
        chain = chains?.get(chainName) ?? [];
        chains?.set(chainName, chain);
      } else if (elements !== undefined) this.sets.set("known", elements.split(", "));
      else if (line !== "}" && !line.startsWith("set ") && !line.startsWith("type ipv4")) chain?.push(line);
    }
  }

  passes(packet: Packet): boolean {
    return [...this.tables.values()].every((chains) =>
      [...chains.values()].every((rules) => {
        const head = rules.find((rule) => rule.startsWith("type filter hook "));
        if (head?.split(" ")[3] !== packet.hook) return true;
        return this.verdict(chains, rules, packet) !== "drop";
      }),
    );
  }

  private flush([family = "", name = "", chain = ""]: readonly string[]): void {
    const chains = this.tables.get(`${family} ${name}`);
    // The rules go, the hook stays.
    chains?.set(chain, chains.get(chain)?.filter((rule) => rule.startsWith("type ")) ?? []);
  }

  private verdict(
    chains: ReadonlyMap<string, readonly string[]>,
    rules: readonly string[],
    packet: Packet,
  ): "accept" | "drop" | undefined {
    for (const rule of rules) {
      if (rule.startsWith("type ") || !this.matches(rule, packet)) continue;
      const jump = / ?jump (\S+)$/.exec(rule)?.[1];
      const inner = jump === undefined ? undefined : this.verdict(chains, chains.get(jump) ?? [], packet);
      if (inner !== undefined) return inner;
      const end = rule
        .replace(/ comment ".*"$/, "")
        .split(" ")
        .at(-1);
      if (end === "accept" || end === "drop") return end;
    }
    return undefined;
  }

  private matches(rule: string, packet: Packet): boolean {
    const members = (text: string) =>
      text === "@known" ? (this.sets.get("known") ?? []) : text.replace(/[{}" ]/g, "").split(",");
    const test = (pattern: RegExp, holds: (members: readonly string[]) => boolean) => {
      const [, not, value] = pattern.exec(rule) ?? [];
      return value === undefined || holds(members(value)) !== (not !== undefined);
    };
    const value = String.raw`(!= )?(\{[^}]*\}|\S+)`;
    const port = (actual: number | undefined) => (ports: readonly string[]) =>
      ports.some((range) => {
        const [first = NaN, last = first] = range.split("-").map(Number);
        return actual !== undefined && actual >= first && actual <= last;
      });
    const protocol = /\b(tcp|udp) [ds]port|\b(icmp) type|l4proto (esp)/.exec(rule)?.slice(1).find(Boolean);
    return (
      (protocol === undefined || protocol === packet.protocol) &&
      (!rule.startsWith("ct state established") || packet.answers === true) &&
      test(new RegExp(`iifname ${value}`), (names) => names.includes(packet.iif ?? "")) &&
      test(new RegExp(`oifname ${value}`), (names) => names.includes(packet.oif ?? "")) &&
      test(new RegExp(`ip saddr ${value}`), (blocks) => blocks.some((block) => isIn(packet.from, block))) &&
      test(new RegExp(`ip daddr ${value}`), (blocks) => blocks.some((block) => isIn(packet.to, block))) &&
      test(new RegExp(`dport ${value}`), port(packet.dport)) &&
      test(new RegExp(`sport ${value}`), port(packet.sport))
    );
  }
}
