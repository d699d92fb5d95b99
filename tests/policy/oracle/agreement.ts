import { type Network, type Start } from "../../../policy/network/network";
import { block } from "./addresses";
import { type End } from "./insideVpc";
import { nodesOf, NetworkWalker, type Visit } from "./networkWalk";
import { packetText } from "./packet";
import { type Question } from "./packets";
import { buildBlocks, buildDevices } from "./randomNetworks";
import { Walker } from "./walk";
import { type World } from "./world";

/**
 * Where a packet and its answers get, by the walker over the facts: `new <URN or zone>`, `reply <URN or zone>`.
 * @param isGenerous as the certain reading is: `VpcWalker`
 */
export function walked(world: World, { from, packet }: Question, isGenerous: boolean): ReadonlySet<string> {
  const walker = new Walker(world, buildBlocks.map(block), isGenerous, buildDevices);
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
  const nodes = nodesOf(network);
  return network.starts.find(({ id, zone }) => zone === "inside" && nodes.get(id)?.urn === from.urn);
}

/** Every node that it comes to in the normalised network. */
export function visited(
  network: Network,
  world: World,
  { from, packet }: Question,
  reading: "may" | "must",
): readonly Visit[] {
  const start = startOf(network, from);
  if (start === undefined) return [];
  const sender = start.anySender === true ? undefined : start.id;
  // What comes back to a NAT gateway may be for anybody: for who holds an address, and for who claims one.
  const held = world.interfaces.filter(({ kind }) => kind !== "endpoint").flatMap((each) => each.addresses);
  return new NetworkWalker(network, [packet.source, ...held]).walk(start.node, { packet, sender }, reading);
}

/** Where it gets there, in the words of `walked`. */
export function passed(
  network: Network,
  world: World,
  question: Question,
  reading: "may" | "must",
): ReadonlySet<string> {
  const plain = new Set(world.interfaces.filter(({ kind }) => kind === "plain").map(({ urn }) => urn));
  const places = visited(network, world, question, reading).flatMap(({ node: { zone, urn }, packet }) => {
    if (zone === undefined) return [];
    if (zone !== "inside") return [`${packet.state} ${zone}`];
    return plain.has(urn ?? "") ? [`${packet.state} ${urn!}`] : [];
  });
  return new Set(places);
}

/**
 * What the walker reaches, the may-reading must; what the must-reading reaches, the walker must.
 * @returns what does not agree, in words
 */
export function disagreements(
  world: World,
  network: Network,
  questions: readonly Question[],
): readonly string[] {
  return questions.flatMap((question) => {
    const may = passed(network, world, question, "may");
    const must = passed(network, world, question, "must");
    const believed = walked(world, question, true);
    const from = typeof question.from === "string" ? question.from : question.from.id;
    const said = `${from}: ${packetText(question.packet)}`;
    return [
      ...[...walked(world, question, false)]
        .filter((end) => !may.has(end))
        .map((end) => `${said}: not '${end}'`),
      ...[...must].filter((end) => !believed.has(end)).map((end) => `${said}: '${end}' for certain`),
    ];
  });
}
