import { type FileKind } from "./files";

/** One thing that a configuration says: where, and what. */
export interface Statement {
  /** Sections or context, outermost first, e.g. `connections.main.local.id` or `router bgp 65010`. */
  readonly where: string;
  readonly what: string;
}

/** What a file says, without comments, layout and what only counts. Never throws: what it cannot read, it leaves out. */
export function statementsOf(kind: FileKind, text: string): readonly Statement[] {
  switch (kind) {
    case "swanctl":
      return swanctlStatements(text);
    case "nftables":
      return nftablesStatements(text);
    case "frr":
      return frrStatements(text);
    case "nginx":
    case "lines":
      return linesOf(text, "#").map((what) => ({ where: "", what }));
  }
}

/** Lines with single spaces, without comments and empty ones. */
function linesOf(text: string, comment: string): readonly string[] {
  return text
    .split("\n")
    .map((line) => line.trim().replace(/\s+/g, " "))
    .filter((line) => line !== "" && !line.startsWith(comment));
}

/** `section {`, `key = value`, `}`, one a line. Source: strongswan.conf(5). */
function swanctlStatements(text: string): readonly Statement[] {
  const path: string[] = [];
  return linesOf(text, "#").flatMap((line): readonly Statement[] => {
    const section = /^(\S+) ?\{$/.exec(line)?.[1];
    if (section !== undefined) path.push(section);
    else if (line === "}") path.pop();
    const [, key, value] = /^([\w-]+) ?= ?(.*)$/.exec(line) ?? [];
    return key === undefined ? [] : [{ where: [...path, key].join("."), what: value ?? "" }];
  });
}

/** Commands that change a ruleset and are no part of it. */
const nftCommands = /^(flush|delete|add|destroy) /;

/** A file for `nft -f`, or what `nft list ruleset` prints of it. */
function nftablesStatements(text: string): readonly Statement[] {
  const path: string[] = [];
  return linesOf(text, "#").flatMap((line): readonly Statement[] => {
    const where = path.join(" ");
    const opened = /^((?:table|chain|set) [^{]+?) ?\{$/.exec(line)?.[1];
    if (opened !== undefined) {
      path.push(opened);
      return [];
    }
    if (line === "}") {
      path.pop();
      return [];
    }
    // A bare `table …` only sees to it that there is one.
    if (path.length === 0 || nftCommands.test(line)) return [];
    const elements = /^elements = \{(.*)\}$/.exec(line)?.[1];
    if (elements !== undefined)
      return elements.split(",").map((element) => ({ where, what: `element ${element.trim()}` }));
    return [{ where, what: nftRule(line) }];
  });
}

/** A rule without its counts, and sets in order: both are as they come. */
function nftRule(line: string): string {
  return line.replace(/counter packets \d+ bytes \d+/, "counter").replace(
    /\{([^}]*)\}/g,
    (_, members: string) =>
      `{ ${members
        .split(",")
        .map((m) => m.trim())
        .sort()
        .join(", ")} }`,
  );
}

/** A file for `vtysh -f`, or what `show running-config` prints. */
function frrStatements(text: string): readonly Statement[] {
  let context = "";
  let family = "";
  return linesOf(text, "!").flatMap((line): readonly Statement[] => {
    if (/^(router|route-map|interface|vrf) /.test(line)) {
      context = line;
      family = "";
      return [];
    }
    if (line.startsWith("address-family ")) family = line;
    else if (line === "exit-address-family") family = "";
    else if (line === "exit" || line === "end") context = "";
    else return [{ where: [context, family].filter((part) => part !== "").join(" / "), what: line }];
    return [];
  });
}
