import { check } from "../../../policy/checker/check";
import { type Match, type Network } from "../../../policy/network/network";
import { type Contract } from "../../../policy/proof/contract";
import { prove } from "../../../policy/proof/prove";
import { reach } from "../../../policy/proof/reach";
import { type Breach, type Certificate, type Hop } from "../../../policy/proof/verdict";
import { addressText, block, has } from "./addresses";
import { startOf, visited, walked } from "./agreement";
import { packet, type Packet, packetText } from "./packet";
import { type Question } from "./packets";
import { type World } from "./world";

/** Allows everything between all zones of a network: so that every network has a certificate. */
export function everythingAllowed({ nodes, starts }: Network): Contract {
  const zones = [...new Set([...nodes, ...starts].flatMap(({ zone }) => zone ?? []))];
  const why = "everything may pass";
  return { schema: 1, allow: zones.flatMap((from) => zones.map((to) => ({ from, to, why }))) };
}

/** What a contract of this project allows, said once more: `new` packets only. */
function isAllowed(from: string, to: string, { protocol, destinationPort }: Packet): boolean {
  const [here, there] = [from.startsWith("urn:") ? "inside" : from, to.startsWith("urn:") ? "inside" : to];
  if (here === "build-network") return there === "inside";
  if (here !== "inside") return false;
  if (there === "resolver") return (protocol === 6 || protocol === 17) && destinationPort === 53;
  if (there.startsWith("service/")) return protocol === 6 && destinationPort === 443;
  return there === "inside" || there === "build-network";
}

/** A walked packet that gets where the contract does not allow. */
export function openWays(world: World, questions: readonly Question[]): readonly string[] {
  return questions.flatMap((question) => {
    const from = typeof question.from === "string" ? question.from : question.from.urn;
    return [...walked(world, question, false)]
      .filter((end) => end.startsWith("new ") && !isAllowed(from, end.slice(4), question.packet))
      .map((end) => `${from}: ${packetText(question.packet)}: ${end}`);
  });
}

/** Whether the walker gets where a breach says that its first packet gets. */
export function isWalked(network: Network, world: World, { from, to, path }: Breach): boolean {
  const [first, last] = [path[0]!, path.at(-1)!];
  const { source, destination, protocol, sourcePort, destinationPort } = first.packet;
  const sender = network.nodes.find(({ id }) => id === first.node)?.urn;
  const face = world.interfaces.find(({ urn }) => urn === sender);
  const asked = packet(source, destination, protocol, [sourcePort, destinationPort]);
  const ends = walked(world, { from: from === "inside" ? face! : from, packet: asked }, true);
  const { state } = last.packet;
  // An endpoint's interface is inside too; whoever reaches it has reached its service.
  const wanted = to === "inside" ? [`${state} urn:`, `${state} service/`] : [`${state} ${to}`];
  return [...ends].some((end) => wanted.some((start) => end.startsWith(start)));
}

/**
 * What no fact tells: whom a NAT gateway answers, unless a connection is asked for, and which of two VPCs of one block a transit gateway takes that
 * both propagate to it. docs/proof.md, "Joins".
 */
function isOpenByNature(path: readonly Hop[]): boolean {
  return path.some(({ uncertain, node }) => uncertain && /^(if\/nat-|nat\/|tgw\/[^/]+\/table\/)/.test(node));
}

/** The set of this packet alone. */
function matchOf({ source, destination, protocol, sourcePort, destinationPort }: Packet): Match {
  const only = (address: bigint) => [`${addressText(address)}/${address < 1n << 32n ? 32 : 128}`];
  return {
    ...{ source: only(source), destination: only(destination), protocols: [[protocol, protocol]] },
    sourcePorts: [[sourcePort, sourcePort]],
    destinationPorts: [[destinationPort, destinationPort]],
  };
}

/** What `reach` says of a packet's ends, and of its answer's, where the walker says otherwise. */
export function reachDisagreements(network: Network, world: World, question: Question): readonly string[] {
  const start = startOf(network, question.from);
  const ends = walked(world, question, false);
  const believed = walked(world, question, true);
  // Whom an interface without source check claims to be is not one answer: the walker has two.
  if (start === undefined || [...believed].some((end) => !ends.has(end))) return [];
  const asked = { starts: [start.id], packets: matchOf(question.packet) };
  const nodesOf = (end: string) =>
    network.nodes.filter(({ zone, urn }) => zone !== undefined && (zone === "inside" ? urn : zone) === end);
  const places = [
    ...new Set(network.nodes.flatMap(({ zone, urn }) => (zone === "inside" ? urn : zone) ?? [])),
  ].filter(
    (end) =>
      !end.startsWith("urn:") || world.interfaces.some(({ urn, kind }) => kind === "plain" && urn === end),
  );
  const said = `reach, ${start.id}: ${packetText(question.packet)}`;
  const [elsewhere] = places.filter((end) => !ends.has(`new ${end}`));
  const looked = places.filter((end) => end === elsewhere || ends.has(`new ${end}`));
  const wrong = looked.filter((end) => {
    const targets = nodesOf(end).map(({ id }) => id);
    const { verdict, path } = reach(network, { ...asked, targets, connection: false });
    if (verdict === "undetermined" && isOpenByNature(path)) return !ends.has(`new ${end}`);
    return (verdict === "reachable") !== ends.has(`new ${end}`) || verdict === "undetermined";
  });
  const reached = places.filter((end) => ends.has(`new ${end}`));
  const targets = reached.flatMap((end) => nodesOf(end).map(({ id }) => id));
  const origin = typeof question.from === "string" ? question.from : question.from.urn;
  const isOwn = typeof question.from === "string" || question.from.addresses.includes(question.packet.source);
  const told =
    !isOwn || targets.length === 0 ? undefined : reach(network, { ...asked, targets, connection: true });
  const isOpen =
    told?.verdict === "undetermined" && isOpenByNature([...told.path, ...(told.returnPath ?? [])]);
  const isWrong =
    told !== undefined && !isOpen && (told.verdict === "reachable") !== ends.has(`reply ${origin}`);
  return [...wrong.map((end) => `${said}: ${end}`), ...(isWrong ? [`${said}: connection`] : [])];
}

/**
 * Certificates without something that a packet needs: a node at which it has been, the sets there that have it, or its
 * destination in them. None of them may be accepted, whatever else the sets have.
 */
export function corrupted(
  certificate: Certificate,
  network: Network,
  world: World,
  question: Question,
): readonly Certificate[] {
  const zone = typeof question.from === "string" ? question.from : "inside";
  return visited(network, world, question, "may").flatMap(({ node, packet: at, sender }) => {
    const change = (each: (sets: readonly Match[]) => readonly Match[] | undefined): Certificate => ({
      ...certificate,
      zones: certificate.zones.map((one) => {
        if (one.from !== zone) return one;
        const reached = one.reached.flatMap((part) => {
          const packets = part.node === node.id ? each(part.packets) : part.packets;
          return packets === undefined ? [] : [{ node: part.node, packets }];
        });
        return { ...one, reached };
      }),
    });
    const isIn = (set: Match) => setHas(set, at, sender);
    const narrow = (set: Match): Match => ({
      ...set,
      destination: (set.destination ?? ["0.0.0.0/0", "::/0"]).filter(
        (one) => !has(block(one), at.destination),
      ),
    });
    return [
      change(() => undefined),
      change((sets) => sets.filter((set) => !isIn(set))),
      change((sets) => sets.map((set) => (isIn(set) ? narrow(set) : set))),
    ];
  });
}

function setHas(set: Match, at: Packet, sender: string | undefined): boolean {
  const inBlocks = (blocks: readonly string[] | undefined, address: bigint) =>
    blocks?.some((one) => has(block(one), address)) ?? true;
  const inRanges = (ranges: Match["protocols"], number: number) =>
    ranges?.some(([first, last]) => number >= first && number <= last) ?? true;
  return (
    inBlocks(set.source, at.source) &&
    inBlocks(set.destination, at.destination) &&
    inRanges(set.protocols, at.protocol) &&
    inRanges(set.sourcePorts, at.sourcePort) &&
    inRanges(set.destinationPorts, at.destinationPort) &&
    (set.state ?? at.state) === at.state &&
    (sender === undefined || (set.senders?.includes(sender) ?? true))
  );
}

/** Proves a network under a contract, and judges what the prover says by the walker and the checker. */
export function proofDisagreements(
  network: Network,
  contract: Contract,
  world: World,
  questions: readonly Question[],
): {
  readonly wrong: readonly string[];
  readonly verdict: string;
  /** Breaches that are not certain, and could be: all facts are known. */
  readonly doubts: readonly Breach[];
  readonly certificate?: Certificate;
} {
  const { verdict, certificate, breaches } = prove(network, contract);
  const ways = openWays(world, questions);
  const wrong = [
    ...(verdict === "proved" ? ways.map((way) => `proved, but ${way}`) : []),
    ...((verdict === "proved") !== (certificate !== undefined)
      ? ["a certificate without a proof, or none with it"]
      : []),
    ...(certificate === undefined ? [] : check(network, contract, certificate).reasons),
    ...breaches
      .filter((breach) => breach.verdict === "refuted" && !isWalked(network, world, breach))
      .map(
        ({ from, to, path }) =>
          `refuted ${from} to ${to}: ${JSON.stringify(path[0]?.packet)} at ${path[0]?.node ?? ""}`,
      ),
  ];
  const doubts = breaches.filter(
    ({ verdict: each, path }) => each === "undetermined" && !isOpenByNature(path),
  );
  return { wrong, verdict, doubts, ...(certificate && { certificate }) };
}
