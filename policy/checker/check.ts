import { type Box, doMeet, isCovered, isNew, isReply, meet, meetSpans, minus, turned } from "./boxes";
import {
  type Line,
  Malformed,
  type Node,
  readCertificate,
  readContract,
  readNetwork,
  type Step,
} from "./read";

/**
 * Confirms a certificate of the proof without the prover, whose code it does not share: every packet that starts is in
 * the certificate's set of its zone; no step of the network leads out of the set; what the set has at a zone is in the
 * contract. docs/proof.md says what nodes, steps and zones are.
 *
 * @param network a `Network`, as is the rest: nothing is trusted, it may be anything
 * @param contract a `Contract`
 * @param certificate a `Certificate`
 * @returns whether it is accepted; if not, why. Never throws.
 */
export function check(network: unknown, contract: unknown, certificate: unknown) {
  const reasons: string[] = [];
  try {
    const { nodes, starts, names, zones } = readNetwork(network);
    const lines = readContract(contract);
    const sets = readCertificate(certificate, nodes, names);
    for (const { id, zone, node, boxes } of starts) {
      const own = sets.filter(({ from }) => from === zone).flatMap(({ reached }) => reached.get(node) ?? []);
      if (boxes.every((box) => isCovered(box, own))) continue;
      reasons.push(`the set of zone '${zone}' lacks packets that start '${id}' sends`);
    }
    for (const { from, reached } of sets) {
      for (const [id, boxes] of reached) {
        const { zone, steps } = nodes.get(id) as Node;
        for (const { where } of leaks(steps, boxes, reached)) {
          reasons.push(`the set of zone '${from}' is not closed: ${where} leads out of it`);
        }
        for (const pair of zone === undefined ? [] : breaches(from, zone, boxes, lines, zones)) {
          reasons.push(`the contract does not allow packets ${pair} that the set has at node '${id}'`);
        }
      }
    }
  } catch (error) {
    reasons.push(error instanceof Malformed ? error.message : `it cannot be checked: ${String(error)}`);
  }
  return { accepted: reasons.length === 0, reasons };
}

type Reached = ReadonlyMap<string, readonly Box[]>;

/** Steps by which packets of a node's set come to a node whose set does not have them. */
function leaks(steps: readonly Step[], boxes: readonly Box[], reached: Reached): ReadonlySet<Step> {
  const found = new Set<Step>();
  for (const box of boxes) {
    for (const [place, { to, match, change }] of steps.entries()) {
      if (to === null || !doMeet(box, match)) continue;
      const target = reached.get(to) ?? [];
      const isIn = (part: Box) => change(part).every((next) => isCovered(next, target));
      let parts: readonly Box[] = [meet(box, match)];
      if (parts.every(isIn)) continue;
      // Not all that matches. But what earlier `always` steps take does not come here; the others may leave it.
      for (const before of steps.slice(0, place)) {
        if (before.take === "always") parts = parts.flatMap((part) => minus(part, before.match));
      }
      if (!parts.every(isIn)) found.add(steps[place] as Step);
    }
  }
  return found;
}

/**
 * What is at a zone and may not be. A new packet must be allowed from the set's zone to this one; an answer, turned
 * around, from this zone to the one that answers: its sender's.
 */
function breaches(
  from: string,
  zone: string,
  boxes: readonly Box[],
  lines: readonly Line[],
  zones: ReadonlyMap<string, Box["senders"]>,
): ReadonlySet<string> {
  const found = new Set<string>();
  const judge = (a: string, b: string, packets: readonly Box[]) => {
    const isLine = ({ from, to }: Line) =>
      from === a && (to === b || (to === "service/*" && b.startsWith("service/")));
    const allowed = lines.filter(isLine).map(({ match }) => match);
    const isFree = a === "inside" && b === "inside";
    if (!isFree && !packets.every((box) => isCovered(box, allowed))) found.add(`from '${a}' to '${b}'`);
  };
  for (const box of boxes) {
    judge(from, zone, [{ ...box, state: meetSpans(box.state, isNew) }]);
    if (meetSpans(box.state, isReply).length === 0) continue;
    for (const [other, senders] of zones) {
      if (meetSpans(box.senders, senders).length > 0) judge(zone, other, turned(box));
    }
  }
  return found;
}
