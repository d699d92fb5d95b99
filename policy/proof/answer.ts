import { nodeIds, zones } from "../network/build/parts";
import { type Match, type Missing } from "../network/network";
import { type Ends, endsOf } from "./ends";
import { type Surroundings } from "./named";
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
  const service = packetsOf(question);
  const packets = { ...service, ...ends.packets };
  const direct = ask({ ...ends, packets }, question, view);
  const found =
    direct.verdict === "reachable" ? direct : (roundabout(ends, service, question, view) ?? direct);
  if (found.verdict === "unreachable") return byUnknown({ ...ends, packets }, view) ?? found;
  return found.verdict === "reachable" && ends.missing !== undefined
    ? { ...found, verdict: "undetermined", missing: ends.missing }
    : found;
}

/** Ends the id of the node at which a balancer takes what its listeners listen to. */
const behindListeners = "/listeners";

/**
 * What is asked for by name may be reached at another address and port than its own: by a public address, through a balancer. Only if nothing
 * reaches it at its own is this asked, for where such packets stop is everywhere.
 */
function roundabout(
  { starts, targets, packets, arrivesAt }: Ends,
  service: Match,
  { connection }: Question,
  { network }: Surroundings,
): Answer | undefined {
  if (arrivesAt === undefined || starts.length === 0) return undefined;
  const { destinationPorts, ...sent } = service;
  const source = packets.source && { source: packets.source };
  const asked = {
    ...{ starts, targets, packets: { ...sent, ...source } },
    arriving: { destination: arrivesAt, ...(destinationPorts && { destinationPorts }) },
  };
  const found = reach(network, { ...asked, connection });
  if (found.verdict !== "unreachable") return found;
  const balancer = found.path.find(({ node }) => node.endsWith(behindListeners));
  if (balancer === undefined) return undefined;
  // Its answers go back by the balancer, whatever the routes say; which packets they are then is nowhere kept.
  const why = "belongs to a load balancer, and what that answers for its targets is not followed";
  const settle = "Ask without --connection, or for the balancer itself.";
  const missing = { resource: balancer.resource, why, settle };
  return { ...found, verdict: "undetermined", blockedBy: [], missing };
}

function ask(
  { starts, targets, packets }: Ends,
  { from, connection }: Question,
  { network }: Surroundings,
): Answer {
  const sends = new Set(network.starts.filter((start) => start.packets.length > 0).map(({ id }) => id));
  if (starts.some((id) => sends.has(id))) return reach(network, { starts, targets, packets, connection });
  const by =
    from === zones.buildNetwork
      ? "it has no blocks: declare them with --build-network"
      : "nothing of it sends into this network";
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
