import { type Match, type Missing, type Reason, type Step } from "../../network";
import { hostBlock, internetIpv4, internetIpv6, isIpv4 } from "../addresses";
import { aclNode } from "../filters/acls";
import { gatewaysOf } from "../interfaces/attachments";
import { behindGateway } from "../routing/edgeTables";
import { gatewayIds } from "./gatewayIds";
import { missingOf } from "../missing";
import { type Build, type InterfacePart, nodeIds, reasonOf, type VpcPart, zones } from "../parts";
import { perBuild } from "../perBuild";
import { tokens } from "../tokens";
import { enterFrom } from "./zoneNodes";

/** A private block, the public one that stands for it, and what is missing if it may have none. */
interface Translation {
  readonly part: InterfacePart;
  readonly inside: readonly string[];
  readonly outside: readonly string[];
  /** The private address is one of several. */
  readonly isExact: boolean;
  readonly by: Reason;
}

const fix = "Remove the public address.";

const interfacesByVpc = perBuild(({ layout }): ReadonlyMap<VpcPart, readonly InterfacePart[]> => {
  const found = new Map<VpcPart, InterfacePart[]>();
  for (const each of layout.interfaces) {
    if (!each.mayHavePublic && each.publicAddresses.length === 0) continue;
    const same = found.get(each.subnet.vpc);
    if (same === undefined) found.set(each.subnet.vpc, [each]);
    else same.push(each);
  }
  return found;
});

function translationsOf(build: Build, vpc: VpcPart): readonly Translation[] {
  return (interfacesByVpc(build).get(vpc) ?? []).flatMap((part): Translation[] => {
    const { publicAddresses, mayHavePublic, publicMissing, addresses, isExact, resource, name } = part;
    const missing: Missing | undefined = publicMissing ?? part.missing;
    const known = publicAddresses.flatMap(([own, given]): Translation[] => {
      const [inside, outside] = [hostBlock(own), hostBlock(given)];
      if (inside === undefined || outside === undefined) return [];
      const by = reasonOf(resource, `${name} has the public address ${given}`, {
        fix,
        ...(part.missing && { missing: part.missing }),
      });
      return [{ part, inside: [inside], outside: [outside], isExact: isExact || inside.endsWith("/32"), by }];
    });
    if (!mayHavePublic) return known;
    const text = `${name} ${missing ? "may have" : "has"} a public address`;
    const by = reasonOf(resource, text, { fix, ...(missing && { missing }) });
    const open = { part, inside: addresses.filter(isIpv4), outside: internetIpv4, isExact, by };
    return [...known, ...(open.inside.length > 0 ? [open] : [])];
  });
}

/**
 * Internet gateways, one a VPC. Its nodes are there without one, too: the margin counts how far a VPC is from having it.
 * Source: VPC guide, "Internet gateways": one-to-one translation of IPv4, none of IPv6; who has no public address does not pass.
 */
export function addInternetGateways(build: Build): void {
  for (const vpc of build.layout.vpcs) addGateway(build, vpc);
}

function addGateway(build: Build, vpc: VpcPart): void {
  const { draft } = build;
  const [attached] = gatewaysOf(build, vpc, tokens.internetGateway);
  const gateway = attached?.gateway;
  const name = gateway?.name ?? `internet gateway of ${vpc.name}`;
  const urn = gateway?.urn ?? vpc.urn;
  const [out, into] = [gatewayIds.internetOut(vpc), gatewayIds.internetIn(vpc)];
  const translated = `igw/${vpc.key}/translated`;
  draft.node({ id: out, name, urn, otherwise: "its source has no public address" });
  draft.node({ id: translated, name, urn, otherwise: "it is not for the internet" });
  draft.node({ id: into, name, urn, otherwise: "nobody in the VPC has this public address" });
  const internet = nodeIds.zone(zones.internet);
  const owner = gateway ?? vpc.resource;
  const passes = reasonOf(owner, `${name} passes it to the internet`, {
    fix: "Remove the internet gateway.",
  });
  const translations = translationsOf(build, vpc);
  const to =
    gateway === undefined
      ? nodeIds.vpcLocal(vpc.key)
      : behindGateway(build, gateway, vpc, `igw/${vpc.key}/routes`);
  draft.steps(
    out,
    ...translations.flatMap(({ part, inside, outside, isExact, by }): readonly Step[] => {
      // Where the private address is not known, others have theirs in the same block: then it is by who sent it.
      const senders = isExact ? undefined : [nodeIds.at(part.key)];
      const match: Match = { source: inside, destination: internetIpv4, ...(senders && { senders }) };
      const take = by.missing ? "perhaps" : "always";
      // Out of the gateway no group knows the sender of a new packet; that of a reply tells which zone answered.
      return [
        {
          match: { ...match, state: "new" },
          to: translated,
          take,
          rewrite: { source: outside, sender: out },
          by,
        },
        { match: { ...match, state: "reply" }, to: translated, take, rewrite: { source: outside }, by },
      ];
    }),
    { match: { source: ["::/0"], destination: internetIpv6 }, to: internet, take: "always", by: passes },
  );
  draft.steps(
    translated,
    ...translations.map(({ outside, by }): Step => {
      const isOwn = outside.length === 1;
      const take = by.missing ? "perhaps" : isOwn ? "always" : "some";
      const text = "a public address of the same VPC: out and in again";
      return { match: { destination: outside }, to: into, take, by: { ...by, text } };
    }),
    { match: { destination: internetIpv4 }, to: internet, take: "always", by: passes },
  );
  const ipv6 = vpc.blocks.filter((block) => !isIpv4(block));
  const unsure = vpc.unsure.flatMap(({ blocks }) => blocks.filter((block) => !isIpv4(block)));
  const enters = reasonOf(owner, `${name} lets it into ${vpc.name}`, { fix: "Remove the internet gateway." });
  draft.steps(
    into,
    ...translations.map(({ part, inside, outside, isExact, by }): Step => {
      const isSure = outside.length === 1 && isExact;
      const take = by.missing ? "perhaps" : isSure ? "always" : "some";
      // Where the private address is not known, others have theirs in the same block: the public one tells whose it is.
      const isDirect = !isExact && to === nodeIds.vpcLocal(vpc.key);
      const end = isDirect ? toInterface(build, part) : to;
      return { match: { destination: outside }, to: end, take, rewrite: { destination: inside }, by };
    }),
    ...(ipv6.length > 0 ? [{ match: { destination: ipv6 }, to, take: "always", by: enters } as const] : []),
    ...(unsure.length > 0 ? [{ match: { destination: unsure }, to, take: "some", by: enters } as const] : []),
  );
  const given = "give it a public IPv4 address";
  draft.openings(out, {
    ...{ match: { destination: internetIpv4 }, to: internet, kind: "public-address", change: given },
    rewrite: { source: internetIpv4 },
  });
  const ownIpv4 = vpc.blocks.filter(isIpv4);
  if (ownIpv4.length > 0)
    draft.openings(into, {
      ...{ match: { destination: internetIpv4 }, to, kind: "public-address", change: given },
      rewrite: { destination: ownIpv4 },
    });
  if (attached !== undefined) {
    const why = attached.why;
    const missing = why === undefined ? undefined : missingOf(attached.gateway, "vpcId", why);
    enterFrom(build, zones.internet, into, {}, { ...enters, ...(missing && { missing }) });
    return;
  }
  const change = `create an internet gateway and attach it to ${vpc.name}`;
  const absent = draft.node({
    id: gatewayIds.internetAbsent(vpc),
    name: `no internet gateway of ${vpc.name}`,
    urn,
  });
  draft.openings(absent, { match: {}, to: out, kind: "gateway", change });
  draft.openings(nodeIds.zoneOut(zones.internet), { match: {}, to: into, kind: "gateway", change });
}

/** Past the inbound list of its subnet to one interface, whatever its private address is. @returns the id of the node */
function toInterface(build: Build, { key, subnet }: InterfacePart): string {
  return aclNode(build, subnet, "in", `${nodeIds.at(key)}/translated`, nodeIds.in(key));
}
