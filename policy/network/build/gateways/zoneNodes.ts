import { type Match, type Reason, type Zone } from "../../network";
import { type Build, nodeIds } from "../parts";

/** Every packet of either family: what somebody else's network may send. */
export const anyPackets: readonly Match[] = [
  { source: ["0.0.0.0/0"], destination: ["0.0.0.0/0"] },
  { source: ["::/0"], destination: ["::/0"] },
];

/**
 * A zone beyond the stack: its node, which answers what reaches it, and what it sends. Once for each zone; a second call changes nothing.
 * @param name what a reader calls it
 * @returns the node that packets arrive at
 */
export function addZone(build: Build, zone: Zone, name: string): string {
  const id = nodeIds.zone(zone);
  if (build.draft.has(id)) return id;
  const out = nodeIds.zoneOut(zone);
  build.draft.node({ id, name, zone });
  build.draft.node({ id: out, name, otherwise: `nothing takes packets of ${name} to there` });
  build.draft.steps(id, {
    match: { state: "new" },
    to: out,
    take: "always",
    rewrite: { reply: true, sender: id },
    by: { resource: name, text: `${name} answers` },
  });
  return id;
}

/**
 * A zone that sends what it likes, beside its answers.
 * @param packets what it may send: any, unless its addresses are known
 * @returns the node that packets arrive at
 */
export function addSendingZone(
  build: Build,
  zone: Zone,
  name: string,
  packets: readonly Match[] = anyPackets,
): string {
  const id = addZone(build, zone, name);
  if (!build.draft.hasStart(id)) build.draft.start({ id, name, zone, node: nodeIds.zoneOut(zone), packets });
  return id;
}

/**
 * A way from a zone into the stack. A zone may have several, and nobody says which of them a packet takes: each takes some; with
 * a reason that lacks a fact, perhaps some.
 */
export function enterFrom(build: Build, zone: Zone, to: string, match: Match, by: Reason): void {
  const take = by.missing === undefined ? "some" : "perhaps";
  build.draft.steps(nodeIds.zoneOut(zone), { match, to, take, by });
}
