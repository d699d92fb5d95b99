import Ajv, { type ErrorObject } from "ajv";
import { type Network, type Step } from "../network/network";
import { type Contract } from "../proof/contract";
import { type Certificate } from "../proof/verdict";
import {
  anything,
  type Box,
  doMeet,
  isCovered,
  isNew,
  isReply,
  meet,
  meetSpans,
  minus,
  turned,
} from "./boxes";
import schema from "./proof.schema.json";
import { Reading } from "./reading";

const validate = new Ajv().compile<Parts>(schema);

interface Parts {
  readonly network: Network;
  readonly contract: Contract;
  readonly certificate: Certificate;
}

/**
 * Confirms a certificate of the proof without the prover, of which it has the types of the files only: every packet that
 * starts is in the certificate's set of its zone; no step of the network leads out of the set; what the set has at a zone
 * is in the contract. docs/proof.md says what nodes, steps and zones are.
 *
 * @param network a `Network`, as is the rest: nothing is trusted, it may be anything
 * @param contract a `Contract`
 * @param certificate a `Certificate`
 * @returns whether it is accepted; if not, why. Never throws.
 */
export function check(network: unknown, contract: unknown, certificate: unknown) {
  let reasons: readonly string[];
  try {
    const parts: unknown = { network, contract, certificate };
    reasons = validate(parts) ? [...reasonsOf(parts)] : (validate.errors ?? []).map(wordsOf);
  } catch (error) {
    reasons = [`it cannot be checked: ${String(error)}`];
  }
  return { accepted: reasons.length === 0, reasons };
}

function wordsOf({ instancePath, message = "is malformed", params }: ErrorObject): string {
  const odd = "additionalProperty" in params ? ` (${String(params["additionalProperty"])})` : "";
  return `${instancePath || "the evidence"} ${message}${odd}`;
}

function* reasonsOf({ network, contract, certificate }: Parts): Generator<string> {
  const reading = new Reading(network);
  yield* reading.faults();
  const sets = certificate.zones.map(({ from, reached }) => {
    const boxes = reached.map(
      ({ node, packets }) => [node, packets.map((match) => reading.box(match))] as const,
    );
    return { from, size: boxes.length, reached: new Map(boxes) };
  });
  for (const { id, zone, node, packets, anySender } of network.starts) {
    const own = sets.filter(({ from }) => from === zone).flatMap(({ reached }) => reached.get(node) ?? []);
    const senders = anySender ? anything.senders : reading.box({ senders: [id] }).senders;
    const sent = packets.map((match) => ({ ...reading.box(match), state: isNew, senders }));
    if (!sent.every((box) => isCovered(box, own)))
      yield `the set of zone '${zone}' lacks packets that start '${id}' sends`;
  }
  for (const { from, size, reached } of sets) {
    if (reached.size < size) yield `the set of zone '${from}' has a node twice`;
    for (const [id, boxes] of reached) {
      const { steps, zone } = reading.nodes.get(id) ?? {};
      if (steps === undefined) yield `the set of zone '${from}' has node '${id}', which is not there`;
      for (const at of steps === undefined ? [] : leaks(steps, boxes, reached, reading))
        yield `the set of zone '${from}' is not closed: step ${at} of node '${id}' leads out of it`;
      for (const pair of zone === undefined ? [] : breaches(from, zone, boxes, contract, reading))
        yield `the contract does not allow packets ${pair} that the set has at node '${id}'`;
    }
  }
}

type Reached = ReadonlyMap<string, readonly Box[]>;

/** Places of the steps by which packets of a node's set come to a node whose set does not have them. */
function leaks(
  steps: readonly Step[],
  boxes: readonly Box[],
  reached: Reached,
  reading: Reading,
): Set<number> {
  const found = new Set<number>();
  const matches = steps.map(({ match }) => reading.box(match));
  for (const [at, { to, rewrite = {} }] of steps.entries()) {
    if (to === null) continue;
    const [match, put, target] = [matches[at] ?? anything, reading.put(rewrite), reached.get(to) ?? []];
    const isIn = (part: Box) =>
      (rewrite.reply ? turned(part) : [part]).every((next) => isCovered({ ...next, ...put }, target));
    // What earlier `always` steps take does not come here; the others may leave it.
    const taken = matches.filter((_, earlier) => earlier < at && steps[earlier]?.take === "always");
    for (const box of boxes) {
      if (!doMeet(box, match) || isIn(meet(box, match))) continue;
      let parts: readonly Box[] = [meet(box, match)];
      for (const each of taken) parts = parts.flatMap((part) => minus(part, each));
      if (!parts.every(isIn)) found.add(at);
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
  { allow }: Contract,
  reading: Reading,
): Set<string> {
  const found = new Set<string>();
  const judge = (a: string, b: string, packets: readonly Box[]) => {
    const isOf = (to: string) => to === b || (to === "service/*" && b.startsWith("service/"));
    const lines = allow.filter((line) => line.from === a && isOf(line.to));
    const allowed = lines.map((line) => reading.box(line.packets ?? {}));
    const isFree = a === "inside" && b === "inside";
    if (!isFree && !packets.every((box) => isCovered(box, allowed))) found.add(`from '${a}' to '${b}'`);
  };
  for (const box of boxes) {
    judge(from, zone, [{ ...box, state: meetSpans(box.state, isNew) }]);
    if (meetSpans(box.state, isReply).length === 0) continue;
    for (const [other, senders] of reading.senders)
      if (meetSpans(box.senders, senders).length > 0) judge(zone, other, turned(box));
  }
  return found;
}
