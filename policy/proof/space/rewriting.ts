import { type Rewrite } from "../../network/network";
import {
  type Box,
  DESTINATION,
  everything,
  DESTINATION_PORT,
  PROTOCOL,
  replaced,
  SENDER,
  SOURCE,
  SOURCE_PORT,
  STATE,
} from "./box";
import { EMPTY, FULL } from "./sets";
import { type Space } from "./space";

/** A rewrite in the coordinates of a space: the sets that replace others, by dimension. */
export interface Rewriting {
  readonly reply: boolean;
  readonly replaced: readonly (readonly [dimension: number, set: number])[];
}

export function rewritingOf(space: Space, rewrite: Rewrite): Rewriting {
  const sets: [number, number][] = [];
  if (rewrite.source) sets.push([SOURCE, space.addressSet(rewrite.source)]);
  if (rewrite.destination) sets.push([DESTINATION, space.addressSet(rewrite.destination)]);
  if (rewrite.sourcePorts) sets.push([SOURCE_PORT, space.portSet(rewrite.sourcePorts)]);
  if (rewrite.destinationPorts) sets.push([DESTINATION_PORT, space.portSet(rewrite.destinationPorts)]);
  if (rewrite.sender !== undefined) sets.push([SENDER, space.sender(rewrite.sender)]);
  return { reply: rewrite.reply === true, replaced: sets };
}

/** The packets after the rewrite. */
export function rewritten(space: Space, { reply, replaced: sets }: Rewriting, box: Box): readonly Box[] {
  if (sets.some(([, set]) => set === EMPTY)) return [];
  const turned = reply ? replies(space, box) : [box];
  return turned.map((one) => sets.reduce((changed, [at, set]) => replaced(changed, at, set), one));
}

/** The packets that the rewrite makes into any of these. */
export function before(space: Space, { reply, replaced: sets }: Rewriting, after: Box): readonly Box[] {
  let box = after;
  for (const [at, set] of sets) {
    if (space.boxes.of(at).intersect(box[at] ?? EMPTY, set) === EMPTY) return [];
    box = replaced(box, at, FULL);
  }
  if (!reply) return [box];
  const answers = space.boxes.intersect(box, replaced(everything, STATE, space.isReply));
  return answers ? replies(space, answers).map((one) => replaced(one, STATE, FULL)) : [];
}

/** Source and destination change places, ports too; an ICMP type and code may become any. Turning back is the same. */
export function replies(space: Space, box: Box): readonly Box[] {
  const [
    source = EMPTY,
    destination = EMPTY,
    protocol = EMPTY,
    sourcePort = EMPTY,
    destinationPort = EMPTY,
    sender = EMPTY,
  ] = box;
  const protocols = space.boxes.of(PROTOCOL);
  const withPorts = protocols.intersect(protocol, space.notIcmp);
  const withTypes = protocols.intersect(protocol, space.icmp);
  if (withTypes !== EMPTY && sourcePort === FULL && destinationPort === FULL)
    return [[destination, source, protocol, FULL, FULL, sender, space.isReply]];
  const turned: Box[] = [];
  if (withPorts !== EMPTY)
    turned.push([destination, source, withPorts, destinationPort, sourcePort, sender, space.isReply]);
  if (withTypes !== EMPTY) turned.push([destination, source, withTypes, FULL, FULL, sender, space.isReply]);
  return turned;
}
