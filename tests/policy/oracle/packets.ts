import { addressText, type Block, block, isV6 } from "./addresses";
import { type Packet, packet } from "./packet";
import { buildDevices, outside } from "./randomNetworks";
import { foreignZones } from "./spokes";
import { type Declared } from "./stack";
import { type Interface, type World } from "./world";

/** A packet with who sends it: an interface, or a zone. */
export interface Question {
  readonly from: Interface | string;
  readonly packet: Packet;
}

/** Whatever in a stack looks like a block or an address: at its ends, and next to them, behaviour may change. */
export function addressesOf(resources: readonly Declared[]): readonly string[] {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value === "object" && value !== null) Object.values(value).forEach(visit);
    if (typeof value !== "string" || !/^(\d+\.){3}\d+(\/\d+)?$|^[\da-f:]*::?[\da-f:]*(\/\d+)?$/i.test(value))
      return;
    if (!value.includes(".") && !value.includes("::")) return;
    const [first, last]: Block = block(value);
    found.add(addressText(first)).add(addressText(last));
  };
  for (const { props } of resources) visit(props);
  for (const each of Object.values(outside).flat()) found.add(each);
  return [...found];
}

const protocols: readonly (readonly [protocol: number, source: number, destination: number])[] = [
  ...[80, 443, 22, 81, 21, 0, 65535].map((port) => [6, 40000, port] as const),
  ...([
    [6, 22, 40000],
    [6, 443, 1024],
    [6, 40000, 1023],
    [17, 40000, 53],
    [17, 40000, 54],
  ] as const),
  ...([
    [1, 8, 0],
    [1, 3, 4],
    [58, 128, 0],
    [50, 0, 0],
  ] as const),
];

const dns = protocols.filter(([, , port]) => port === 53);
/** Whoever is behind a foreign link may send from any address. */
const abroad = ["10.77.0.5", "192.168.4.9", "8.8.8.8"] as const;
const resolver = "169.254.169.253";

/** Numbers that look random, the same for the same seed (Numerical Recipes, "Quick and dirty generators"). */
export function picker(seed: number): <T>(items: readonly T[]) => T {
  let state = seed >>> 0;
  return (items) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return items[(state >>> 8) % items.length]!;
  };
}

/** Packets worth a look: from every interface and zone, to addresses at which behaviour may change. */
export function questionsOf(
  resources: readonly Declared[],
  world: World,
  seed: number,
  count: number,
): Question[] {
  const pick = picker(seed);
  const all = addressesOf(resources);
  const faces = world.interfaces.filter(({ kind }) => kind === "plain");
  const held = world.interfaces.flatMap(({ addresses, publics }) => [
    ...addresses,
    ...publics.map(([, outer]) => outer),
  ]);
  // Who claims a NAT gateway's address would be answered through it: the network knows no connections, the gateway does.
  const claimed = faces.flatMap(({ addresses, publics }) => [
    ...addresses,
    ...publics.map(([, outer]) => outer),
  ]);
  const sources = [...claimed.map(addressText), ...Object.values(outside).flat()];
  const near = [...held.map(addressText), ...Object.values(outside).flat()];
  const others = [...all, resolver];
  const strangers = foreignZones(world, buildDevices);
  const questions: Question[] = [];
  while (questions.length < count) {
    const kind = pick([
      "interface",
      "interface",
      "interface",
      "internet",
      "build-network",
      "beyond-the-link",
      ...(strangers.length > 0 ? (["foreign", "foreign"] as const) : []),
    ] as const);
    const from = kind === "interface" ? pick(faces) : kind === "foreign" ? pick(strangers) : kind;
    const source =
      typeof from !== "string"
        ? sourceOf(from, sources, pick)
        : pick(kind === "interface" || kind === "foreign" ? abroad : outside[kind]);
    const destination = pick(pick([near, near, others]));
    // What else is sent to the resolver's addresses goes nowhere, and is no question.
    const isResolver = destination === resolver;
    const [protocol, ...ports] = isResolver ? pick(dns) : pick(protocols);
    const asked = packet(source, destination, protocol, ports);
    if (isV6(asked.source) === isV6(asked.destination)) questions.push({ from, packet: asked });
  }
  return questions;
}

/** Its own; without source check, any. */
function sourceOf(face: Interface, others: readonly string[], pick: ReturnType<typeof picker>): string {
  const own = face.addresses.map(addressText);
  return pick(face.sourceCheck ? own : [...own, ...others]);
}
