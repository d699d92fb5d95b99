import { nodeIds, zones } from "../network/build/parts";
import { type Missing } from "../network/network";
import { type Ends, endsOf } from "./ends";
import { type Surroundings } from "./names";
import { type Block, reach } from "./reach";
import { packetsOf, type Service } from "./service";
import { type Hop } from "./verdict";

/** A question: can this reach that, on which packets. */
export interface Question extends Service {
  readonly from: string;
  readonly to: string;
  /** True: the answers must come back, too. */
  readonly connection: boolean;
}

export interface Answer {
  readonly verdict: "reachable" | "unreachable" | "undetermined";
  /** Hop by hop; empty if there is none. Of a connection that only the answer fails, the way there. */
  readonly path: readonly Hop[];
  /** Of the answers, where a connection was asked for. */
  readonly returnPath?: readonly Hop[];
  /** Unless reachable: where packets were stopped, nearest to the target first. */
  readonly blockedBy: readonly Block[];
  /** If undetermined: the fact that is missing. */
  readonly missing?: Missing;
}

/**
 * Answers a question of a network.
 * @throws UnusableInput if a name is not known, or not of one thing, or the service is none
 */
export function answer(question: Question, view: Surroundings): Answer {
  const { from, to } = question;
  const ends = endsOf(from, to, view);
  const packets = { ...packetsOf(question), ...ends.packets };
  const found = ask({ ...ends, packets }, question, view);
  if (found.verdict === "unreachable") return byUnknown({ ...ends, packets }, view) ?? found;
  return found.verdict === "reachable" && ends.missing !== undefined
    ? { ...found, verdict: "undetermined", missing: ends.missing }
    : found;
}

function ask(
  { starts, targets, packets }: Ends,
  { from, connection }: Question,
  { network }: Surroundings,
): Answer {
  if (starts.length > 0) return reach(network, { starts, targets, packets, connection });
  const by = "nothing of it sends into this network";
  return { verdict: "unreachable", path: [], blockedBy: [{ node: from, resource: from, by }] };
}

/**
 * Where a value that is not known may lead (zone `unknown`) may be what was asked for, or lead on to it: then nobody can say "unreachable".
 */
function byUnknown(ends: Ends, view: Surroundings): Answer | undefined {
  const { nodes, starts } = view.network;
  const unknownNode = nodeIds.zone(zones.unknown);
  if (!nodes.some(({ id }) => id === unknownNode)) return undefined;
  const { source: _source, ...rest } = ends.packets;
  const comesOut = isBeyond(ends.targets, (id) => nodes.find((node) => node.id === id)?.zone);
  const goesIn = isBeyond(ends.starts, (id) => starts.find((start) => start.id === id)?.zone);
  const question = { connection: false, packets: ends.packets };
  const way = goesIn
    ? undefined
    : reach(view.network, { ...question, starts: ends.starts, targets: [unknownNode] });
  if (way?.verdict === "unreachable") return undefined;
  const unknownStarts = starts.filter(({ zone }) => zone === zones.unknown).map(({ id }) => id);
  const onward = comesOut
    ? undefined
    : reach(view.network, { connection: false, packets: rest, starts: unknownStarts, targets: ends.targets });
  if (onward?.verdict === "unreachable") return undefined;
  const path = [...(way?.path ?? []), ...(onward?.path ?? [])];
  const last = path.at(-1);
  return {
    verdict: "undetermined",
    path,
    blockedBy: [],
    missing: way?.missing ??
      onward?.missing ?? {
        resource: last?.resource ?? zones.unknown,
        ...(last?.property !== undefined && { property: last.property }),
        why: "leads where nobody knows",
        settle: "Judge it together with what it names.",
      },
  };
}

/** True if one of them is outside what is judged, or there are none: what is not known may be it. */
function isBeyond(ids: readonly string[], zoneOf: (id: string) => string | undefined): boolean {
  return ids.length === 0 || ids.some((id) => (zoneOf(id) ?? zones.inside) !== zones.inside);
}
