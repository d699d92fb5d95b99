import { type Contract } from "../../../policy/proof/contract";
import { type Block, block, isV6 } from "./addresses";
import { type End } from "./insideVpc";
import { type Packet, packet, packetText } from "./packet";
import { type Interface, type World } from "./world";
import { Walker } from "./walk";

/** A packet that passes between two zones, and that the contract forbids. */
export interface Way {
  readonly from: string;
  readonly to: string;
  readonly text: string;
}

/** Addresses beyond the VPC, a few of each zone; and those of the services, which a default route leads to, too. */
const beyond = {
  internet: ["8.8.8.8", "52.216.0.9", "52.94.0.9", "100.0.0.1", "2606:4700::1111"],
  "build-network": ["10.20.0.10", "10.20.0.30", "10.20.9.7", "10.20.200.200"],
  "beyond-the-link": ["172.31.0.5", "10.99.0.5", "9.9.9.9"],
} as const;
/** Whoever is elsewhere claims to be anybody. */
const anybody: readonly string[] = Object.values(beyond).flat();

const tcp = [0, 21, 22, 23, 53, 80, 442, 443, 444, 1_024, 8_010, 8_081, 9_988, 9_989, 9_990, 40_000, 65_535];
const shapes: readonly (readonly [protocol: number, source: number, destination: number])[] = [
  ...tcp.map((port) => [6, 40_000, port] as const),
  ...([
    [6, 22, 40_000],
    [6, 443, 50_000],
    [6, 1_000, 22],
    [6, 1_000, 443],
    [6, 65_000, 443],
  ] as const),
  ...[53, 54, 443, 0, 40_000].map((port) => [17, 40_000, port] as const),
  ...([
    [1, 8, 0],
    [1, 3, 4],
    [1, 3, 0],
    [58, 128, 0],
    [50, 0, 0],
  ] as const),
];

/** Nobody of ours is asked: a few will do to see whether something passes through. */
const through = shapes.filter(([protocol, , port]) => protocol !== 6 || port === 443 || port === 40_000);

/** Ways that the contract forbids, by the walker: from every interface, and from every zone, at most one a pair of zones. */
export class ForbiddenWays {
  private readonly home: readonly Block[];

  constructor(
    private readonly contract: Contract,
    blocks: readonly string[],
  ) {
    this.home = blocks.map(block);
  }

  /** @param foreign ids of connections whose device is nobody's that we know */
  of(world: World, foreign: ReadonlySet<string>): readonly Way[] {
    const found = new Map<string, Way>();
    const isForeign = world.links.some(({ id }) => foreign.has(id));
    const own = isForeign ? { ...world, links: world.links.filter(({ id }) => !foreign.has(id)) } : world;
    for (const way of this.inWorld(own, (zone) => zone)) found.set(`${way.from} → ${way.to}`, way);
    if (isForeign) {
      // Whatever is at the far end of such a connection is nobody's: the same walk, with those connections alone.
      const strange = { ...world, links: world.links.filter(({ id }) => foreign.has(id)) };
      const named = (zone: string) =>
        zone === "build-network" || zone === "beyond-the-link" ? "foreign/device" : zone;
      for (const way of this.inWorld(strange, named)) found.set(`${way.from} → ${way.to}`, way);
    }
    return [...found.values()];
  }

  private *inWorld(world: World, named: (zone: string) => string): Generator<Way> {
    const faces = world.interfaces.filter(({ kind }) => kind === "plain");
    for (const face of faces) {
      const sources = face.sourceCheck
        ? face.addresses
        : [...face.addresses, ...anybody.map((each) => block(each)[0])];
      for (const source of sources)
        for (const destination of anybody)
          yield* this.asked(world, face, source, block(destination)[0], named);
    }
    const targets = world.interfaces.flatMap(({ addresses, publics }) => [
      ...addresses,
      ...publics.map(([, outer]) => outer),
    ]);
    // Through a link or a joint whoever sends may claim an address of ours: one of each place is enough, for lists go by subnets.
    const claimed = [...new Map(faces.map((face) => [face.subnet, face.addresses[0]!])).values()].filter(
      (_, index) => index % 2 === 0,
    );
    const peers = world.peerings.map(({ id }) => `foreign/${id}`);
    for (const zone of ["internet", "build-network", "beyond-the-link", ...peers]) {
      const sources = named(zone).startsWith("foreign/")
        ? anybody
        : zone in beyond
          ? beyond[zone as keyof typeof beyond]
          : anybody;
      const senders = sources.map((text) => block(text)[0]);
      const all = zone === "internet" || zone === "build-network" ? senders : [...senders, ...claimed];
      for (const source of all)
        for (const destination of targets) yield* this.asked(world, zone, source, destination, named);
      for (const text of sources)
        for (const destination of anybody)
          yield* this.asked(world, zone, block(text)[0], block(destination)[0], named, through);
    }
  }

  private *asked(
    world: World,
    from: Interface | string,
    source: bigint,
    destination: bigint,
    named: (zone: string) => string,
    asked = shapes,
  ): Generator<Way> {
    if (isV6(source) !== isV6(destination)) return;
    const start = typeof from === "string" ? named(from) : "inside";
    for (const [protocol, ...ports] of asked) {
      const question: Packet = { ...packet("0.0.0.0", "0.0.0.0", protocol, ports), source, destination };
      const walker = new Walker(world, this.home, false);
      const ends = typeof from === "string" ? walker.enter(from, question) : walker.send(from, question);
      for (const end of ends) {
        if (end.at === "dropped") continue;
        const zone = placeOf(end, named);
        const text = `${typeof from === "string" ? from : from.id}: ${packetText(question)} reaches ${zone}`;
        if (!this.allows(start, zone, question)) yield { from: start, to: zone, text };
        for (const answer of walker.answer(end)) {
          if (answer.at === "dropped") continue;
          const back = placeOf(answer, named);
          if (!this.allows(back, zone, question))
            yield { from: zone, to: back, text: `${text}, and is answered to ${back}` };
        }
      }
    }
  }

  /** What a packet of this kind may do: `policy/contract.json` names protocols and ports only. */
  private allows(from: string, to: string, { protocol, destinationPort }: Packet): boolean {
    if (from === "inside" && to === "inside") return true;
    return this.contract.allow.some((line) => {
      const isTo = line.to.endsWith("/*") ? to.startsWith(line.to.slice(0, -1)) : line.to === to;
      if (line.from !== from || !isTo) return false;
      const { protocols, destinationPorts, ...rest } = line.packets ?? {};
      if (Object.keys(rest).length > 0)
        throw new Error(`a line of the contract says more than this can read: ${line.why}`);
      const has = (ranges: readonly (readonly [number, number])[] | undefined, number: number) =>
        ranges?.some(([first, last]) => number >= first && number <= last) ?? true;
      return has(protocols, protocol) && has(destinationPorts, destinationPort);
    });
  }
}

const placeOf = (end: Exclude<End, { at: "dropped" }>, named: (zone: string) => string): string =>
  end.at === "interface" ? "inside" : named(end.zone);
