import { type Match, type Zone } from "../network/network";
import { type Breach } from "../proof/verdict";
import { type Evidence } from "./evidence";
import { type Flow, flowsOf, type Flows, type Talker, zoneKey } from "./flows";
import { reachedSets } from "../proof/reachedSets";
import { likeTalkers } from "./likeTalkers";
import { packetWords, servicesWords } from "./words";

/** Beyond so many names in a box, or services on an arrow, the rest is counted. */
const shown = 4;

/** Text in a Mermaid label: its own marks as entities. Source: Mermaid docs, "Flowcharts", entity codes. */
function label(text: string): string {
  return text
    .replaceAll("#", "#35;")
    .replaceAll('"', "#quot;")
    .replaceAll("<", "#lt;")
    .replaceAll(">", "#gt;");
}

function few(texts: readonly string[], separator: string): string {
  const rest = texts.length - shown;
  return [...texts.slice(0, shown).map(label), ...(rest > 0 ? [`and ${rest} more`] : [])].join(separator);
}

/** Lines of a flowchart; counts links, which Mermaid names by their number. */
class Chart {
  readonly lines: string[] = ["flowchart LR"];
  private links = 0;
  private readonly redLinks: number[] = [];

  add(...lines: readonly string[]): void {
    this.lines.push(...lines.map((line) => `  ${line}`));
  }

  link(from: string, arrow: string, to: string, text: string, isRed = false): void {
    if (isRed) this.redLinks.push(this.links);
    this.links += 1;
    this.add(text === "" ? `${from} ${arrow} ${to}` : `${from} ${arrow}|"${text}"| ${to}`);
  }

  end(): string {
    this.add(
      "classDef zone fill:#f5f7fa,stroke:#52606d",
      "classDef hop fill:#ffffff,stroke:#0b6e4f",
      "classDef breach fill:#fdf3f2,stroke:#b42318,color:#b42318",
    );
    if (this.redLinks.length > 0)
      this.add(`linkStyle ${this.redLinks.join(",")} stroke:#b42318,stroke-width:3px,color:#b42318`);
    return `${this.lines.join("\n")}\n`;
  }
}

/**
 * What may talk to what as a Mermaid flowchart: zones as subgraphs, interfaces by resource, those that may do the same in one box, the hop that
 * leads to each zone, and each path that breaks the contract in red.
 */
export function diagramOf(evidence: Evidence): string {
  const chart = new Chart();
  const zones = [...new Set([...evidence.zones.map(({ zone }) => zone), "internet"])].filter(
    (zone) => zone !== "inside",
  );
  const zoneIds = new Map(zones.map((zone, index) => [zone, `zone${index}`]));
  for (const [zone, id] of zoneIds) {
    chart.add(
      `subgraph ${id}_["${label(zone)}"]`,
      `  ${id}(["${label(zoneWords(zone, evidence))}"]):::zone`,
      "end",
    );
  }
  const sets = evidence.certificate?.zones ?? reachedSets(evidence.network);
  drawFlows(chart, flowsOf(evidence.network, sets), zoneIds, forbiddenPairs(evidence));
  evidence.breaches.forEach((breach, index) => {
    drawBreach(chart, breach, `breach${index}`, zoneIds);
  });
  return chart.end();
}

function zoneWords(zone: Zone, { buildNetwork }: Evidence): string {
  return zone === "build-network" ? buildNetwork.blocks.join(", ") || zone : zone;
}

/** Pairs of zones, `from to`, of which the contract forbids some packets. */
function forbiddenPairs({ pairs }: Evidence): ReadonlySet<string> {
  return new Set(pairs.filter(({ allowed }) => !allowed).map(({ from, to }) => `${from} ${to}`));
}

function drawFlows(
  chart: Chart,
  { talkers, flows, hops }: Flows,
  zoneIds: ReadonlyMap<Zone, string>,
  forbidden: ReadonlySet<string>,
): void {
  const boxes = likeTalkers(talkers, flows);
  const idOf = new Map<string, string>();
  chart.add('subgraph inside["inside"]');
  boxes.forEach((box, index) => {
    for (const { key } of box) idOf.set(key, `box${index}`);
    chart.add(`  box${index}["${boxWords(box)}"]`);
  });
  chart.add("end");
  const hopIds = new Map<Zone, string>();
  for (const [zone, id] of zoneIds) {
    const names = hops.get(zone);
    if (names === undefined) continue;
    hopIds.set(zone, `${id}_hop`);
    chart.add(`${id}_hop{{"${few(names, "<br/>")}"}}:::hop`);
  }
  const used = new Set<string>();
  const once = (from: string, to: string, isRed: boolean): void => {
    if (used.has(`${from} ${to} ${isRed}`)) return;
    used.add(`${from} ${to} ${isRed}`);
    chart.link(from, "-->", to, "", isRed);
  };
  for (const { from, to, packets } of merged(flows, idOf)) {
    const [source, target] = [ofZone(from, zoneIds), ofZone(to, zoneIds)];
    const [out, in_] = [hopIds.get(zoneOf(to)), hopIds.get(zoneOf(from))];
    const text = few(servicesWords(packets), "<br/>");
    const isRed = forbidden.has(`${zoneOf(from)} ${zoneOf(to)}`);
    if (target !== undefined && out !== undefined) {
      chart.link(source ?? from, "-->", out, text, isRed);
      once(out, target, isRed);
    } else if (source !== undefined && in_ !== undefined) {
      once(source, in_, isRed);
      chart.link(in_, "-->", target ?? to, text, isRed);
    } else chart.link(source ?? from, "-->", target ?? to, text, isRed);
  }
  const touched = new Set(flows.flatMap(({ from, to }) => [from, to]));
  for (const [zone, id] of zoneIds)
    if (!touched.has(zoneKey(zone))) chart.link("inside", "x-.-x", id, "nothing passes");
}

function boxWords(box: readonly Talker[]): string {
  const names = box.map(({ name }) => name);
  const [only] = box;
  const blocks = box.length === 1 && only !== undefined ? [`<br/>${few(only.blocks, ", ")}`] : [];
  return [few(names, "<br/>"), ...blocks].join("");
}

const zoneOf = (key: string): Zone => (key.startsWith("zone:") ? key.slice("zone:".length) : "inside");
const ofZone = (key: string, zoneIds: ReadonlyMap<Zone, string>): string | undefined =>
  zoneIds.get(zoneOf(key));

/** Flows between boxes: each once, with all that any of their members may. */
function merged(flows: readonly Flow[], idOf: ReadonlyMap<string, string>): readonly Flow[] {
  const all = new Map<string, { from: string; to: string; packets: Match[] }>();
  for (const flow of flows) {
    const [from, to] = [idOf.get(flow.from) ?? flow.from, idOf.get(flow.to) ?? flow.to];
    const entry = all.get(`${from}\n${to}`) ?? { from, to, packets: [] };
    for (const packet of flow.packets) entry.packets.push(packet);
    all.set(`${from}\n${to}`, entry);
  }
  return [...all.values()];
}

/** Hop by hop, in red, from zone to zone. */
function drawBreach(
  chart: Chart,
  { from, to, path, verdict }: Breach,
  id: string,
  zoneIds: ReadonlyMap<Zone, string>,
): void {
  const title = `${verdict === "refuted" ? "breaks" : "may break"} the contract: ${from} to ${to}`;
  chart.add(`subgraph ${id}["${label(title)}"]`);
  path.forEach(({ resource }, index) => {
    chart.add(`  ${id}_${index}["${label(resource)}"]:::breach`);
  });
  chart.add("end");
  path.forEach((hop, index) => {
    const isLast = index === path.length - 1;
    const next = isLast ? zoneIds.get(to) : `${id}_${index + 1}`;
    const text = [hop.admittedBy, ...(index === 0 ? [packetWords(hop.packet)] : [])].map(label).join("<br/>");
    if (next !== undefined) chart.link(`${id}_${index}`, hop.uncertain ? "-.->" : "-->", next, text, true);
  });
  const source = zoneIds.get(from);
  if (source !== undefined && path.length > 0) chart.link(source, "-->", `${id}_0`, "", true);
}
