import { type Network, type Start } from "../../../policy/network/network";
import { block } from "./addresses";
import { type End } from "./insideVpc";
import { NetworkWalker } from "./networkWalk";
import { packetText } from "./packet";
import { type Question, questionsOf } from "./packets";
import { buildBlocks } from "./randomNetworks";
import { type Declared, stackOf } from "./stack";
import { Walker } from "./walk";
import { readWorld, type World } from "./world";

/** Where a packet and its answers get, by the walker over the facts: `new <URN or zone>`, `reply <URN or zone>`. */
export function walked(
  world: World,
  { from, packet }: Question,
  believesAnySource: boolean,
): ReadonlySet<string> {
  const walker = new Walker(world, buildBlocks.map(block), believesAnySource);
  const ends = typeof from === "string" ? walker.enter(from, packet) : walker.send(from, packet);
  const answers = ends.flatMap((end) => walker.answer(end));
  const placeOf = (end: End, state: string): string[] =>
    end.at === "dropped" ? [] : [`${state} ${end.at === "zone" ? end.zone : end.face.urn}`];
  return new Set([
    ...ends.flatMap((end) => placeOf(end, "new")),
    ...answers.flatMap((end) => placeOf(end, "reply")),
  ]);
}

/** The start of a network for who sends a question's packet. */
export function startOf(network: Network, from: Question["from"]): Start | undefined {
  if (typeof from === "string") return network.starts.find(({ zone }) => zone === from);
  const urns = new Map(network.nodes.map(({ id, urn }) => [id, urn]));
  return network.starts.find(({ id, zone }) => zone === "inside" && urns.get(id) === from.urn);
}

/** Where it gets in the normalised network, in the same words. */
export function passed(
  network: Network,
  world: World,
  { from, packet }: Question,
  reading: "may" | "must",
): ReadonlySet<string> {
  const start = startOf(network, from);
  if (start === undefined) return new Set();
  const plain = new Set(world.interfaces.filter(({ kind }) => kind === "plain").map(({ urn }) => urn));
  const sender = start.anySender === true ? undefined : start.id;
  // What comes back to a NAT gateway is for whoever sent it: for certain only where that was the one who asks.
  const held = (kind: string) =>
    world.interfaces.filter((each) => each.kind === kind).flatMap((each) => each.addresses);
  const addresses = reading === "may" ? [...held("plain"), ...held("nat")] : [packet.source, ...held("nat")];
  const arrivals = new NetworkWalker(network, addresses).walk(start.node, { packet, sender }, reading);
  const places = arrivals.flatMap(({ node: { zone, urn }, packet: { state } }) => {
    if (zone !== "inside") return [`${state} ${zone!}`];
    return plain.has(urn ?? "") ? [`${state} ${urn!}`] : [];
  });
  return new Set(places);
}

export interface Disagreement {
  readonly question: string;
  readonly walked: readonly string[];
  readonly believed: readonly string[];
  readonly may: readonly string[];
  readonly must: readonly string[];
}

/** What the walker reaches, the may-reading must; what the must-reading reaches, the walker must. */
export function disagreements(
  resources: readonly Declared[],
  network: Network,
  seed: number,
  count: number,
): readonly Disagreement[] {
  const world = readWorld(stackOf(resources));
  return questionsOf(resources, world, seed, count).flatMap((question) => {
    const real = walked(world, question, false);
    const believed = walked(world, question, true);
    const may = passed(network, world, question, "may");
    const must = passed(network, world, question, "must");
    if ([...real].every((end) => may.has(end)) && [...must].every((end) => believed.has(end))) return [];
    const from = typeof question.from === "string" ? question.from : question.from.id;
    return [
      {
        question: `${from}: ${packetText(question.packet)}`,
        walked: [...real],
        believed: [...believed],
        may: [...may],
        must: [...must],
      },
    ];
  });
}
