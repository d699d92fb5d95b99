import { type Block, hasAny, isPublic, isV6 } from "./addresses";
import { aclAllows } from "./filters";
import { dropped, type End } from "./insideVpc";
import { answersTo, type Packet } from "./packet";
import { isDirect, isHome, type Spoke, spokesFor, spokesOf, zoneOfDirect } from "./spokes";
import { handedBack } from "./natMemory";
import { NatWalker, unsent } from "./natWalk";
import { best } from "./tables";
import { type TransitAttachment } from "./transitFacts";
import { type Interface, type Peering, type Subnet, type World } from "./world";

const family = (a: bigint, b: bigint) => isV6(a) === isV6(b);

/**
 * Walks one packet hop by hop, by the AWS semantics of docs/proof.md; what a route leads to is in `gateways.ts`'s words.
 * It remembers translations, as NAT gateways do: make one for each connection.
 */
export class Walker extends NatWalker {
  constructor(
    world: World,
    /** The build network's; what else comes by a link is `beyond-the-link`. */
    private readonly buildNetwork: readonly Block[],
    isGenerous: boolean,
    /** Addresses of the build network's devices; undefined: every customer gateway's. */
    private readonly devices?: readonly string[],
  ) {
    super(world, isGenerous);
  }

  /** What answers a packet where it ended. The groups of an interface let answers pass. */
  answer(end: End): readonly End[] {
    if (end.at === "dropped") return [];
    return answersTo(end.packet, this.isGenerous).flatMap((reply) => this.back(end, reply));
  }

  private back(end: Exclude<End, { readonly at: "dropped" }>, reply: Packet): readonly End[] {
    this.forget();
    if (end.at === "interface") return this.fromSubnet(this.subnet(end.face.subnet), reply);
    if (end.by !== undefined) return this.fromSubnet(this.subnet(end.by.subnet), reply);
    return this.enter(end.zone, reply);
  }

  /** A packet that a zone sends, by every way in that the zone has. */
  enter(zone: string, packet: Packet): readonly End[] {
    const { world } = this;
    if (zone === "internet") {
      const isAnswer = packet.state === "reply" && isV6(packet.destination);
      const ways = [
        ...[...world.internetGateways].map(([id, vpc]) => ({ id, vpc })),
        ...(isAnswer ? [...world.egressOnlyGateways].map(([, vpc]) => ({ id: "", vpc })) : []),
      ];
      const back = handedBack(this.regional, packet);
      return [
        ...ways.flatMap(({ id, vpc }) => this.fromInternet(id, vpc, packet)),
        ...back.flatMap((one) => this.local(one.vpc, one.packet)),
      ];
    }
    const spokes = spokesOf(world, zone, this.devices);
    if (spokes.length > 0) return spokes.flatMap((spoke) => this.fromSpoke(spoke, packet));
    if (zone === "resolver") {
      // Past groups, lists and routes, to whoever asks; the zone is all VPCs' resolvers.
      const inVpcs = [...world.subnets.values()].filter(
        ({ vpc }) => world.vpcs.get(vpc)!.resolvers.length > 0,
      );
      const own = inVpcs.filter(({ blocks }) => hasAny(blocks, packet.destination));
      return own.flatMap((subnet) => this.deliver(subnet, packet));
    }
    if (zone.startsWith("service/")) {
      const tables = world.gatewayEndpoints.filter(({ service }) => zone === `service/${service}`);
      const vpcs = new Set(tables.flatMap((each) => each.tables.map((id) => world.tables.get(id)!.vpc)));
      return [...vpcs].flatMap((vpc) => this.local(vpc, packet));
    }
    const peering = world.peerings.find(({ id }) => zone === `foreign/${id}`);
    const own = peering?.vpcs.find((vpc) => world.vpcs.has(vpc));
    return own === undefined ? [] : this.local(own, packet);
  }

  /** What has this id, from a VPC's route; `from`: the subnet that sends, unless a gateway does. */
  protected override follow(
    id: string,
    vpc: string,
    packet: Packet,
    from: Subnet | undefined,
  ): readonly End[] {
    const { world } = this;
    if (world.internetGateways.get(id) === vpc) return this.toInternet(id, vpc, packet);
    if (world.egressOnlyGateways.get(id) === vpc) {
      const passes = isV6(packet.destination) && isPublic(packet.destination) && isV6(packet.source);
      return passes ? [{ at: "zone", zone: "internet", packet }] : dropped(id);
    }
    const nat = world.regionalNats.find((each) => each.id === id);
    if (nat !== undefined) return this.toRegionalNat(nat, packet);
    if (world.linkGateways.get(id) === vpc) return this.toSpokes(id, packet);
    const peering = world.peerings.find((each) => each.id === id);
    if (peering !== undefined) return this.toPeer(peering, vpc, packet);
    const endpoint = world.gatewayEndpoints.find((each) => each.id === id);
    if (endpoint !== undefined) return [{ at: "zone", zone: `service/${endpoint.service}`, packet }];
    const face = world.interfaces.find((each) => each.id === id && each.kind !== "endpoint");
    if (face !== undefined) return this.toInterface(face, packet, from);
    const attachments = world.attachments.filter((each) => each.gateway === id && each.vpc === vpc);
    return attachments.length > 0 ? this.toTransit(attachments, packet, from) : dropped(`route to ${id}`);
  }

  private toInterface(face: Interface, packet: Packet, from: Subnet | undefined): readonly End[] {
    const subnet = this.subnet(face.subnet);
    if (subnet !== from && !aclAllows(subnet.acl, "ingress", packet))
      return dropped(`list of ${subnet.id}, in`);
    return face.kind === "nat" ? this.toNat(face, packet) : this.receive(face, packet);
  }

  private toInternet(id: string, vpc: string, packet: Packet): readonly End[] {
    if (!family(packet.source, packet.destination)) return dropped(id);
    let out = unsent(packet);
    if (!isV6(packet.source)) {
      const outer = this.publics(vpc).find(([own]) => own === packet.source)?.[1];
      if (outer === undefined) return dropped(`${id}: the source has no public address`);
      out = { ...out, source: outer };
    }
    if (this.publics(vpc).some(([, outer]) => outer === out.destination))
      return this.fromInternet(id, vpc, out);
    return isPublic(out.destination)
      ? [{ at: "zone", zone: "internet", packet: out }]
      : dropped(`${id}: a private destination`);
  }

  private fromInternet(id: string, vpc: string, packet: Packet): readonly End[] {
    let inner = packet;
    if (!isV6(packet.destination)) {
      const own = this.publics(vpc).find(([, outer]) => outer === packet.destination)?.[0];
      if (own === undefined) return [];
      inner = { ...packet, destination: own };
    } else if (!hasAny(this.world.vpcs.get(vpc)!.blocks, packet.destination)) return [];
    return this.intoVpc(id, vpc, inner);
  }

  private publics(vpc: string): readonly (readonly [bigint, bigint])[] {
    return this.world.interfaces
      .filter(({ subnet }) => this.subnet(subnet).vpc === vpc)
      .flatMap(({ publics }) => publics);
  }

  /** From a gateway: by its own table, if it has one. */
  private intoVpc(gateway: string, vpc: string, packet: Packet): readonly End[] {
    const table = this.world.edgeTables.get(gateway);
    return table === undefined ? this.local(vpc, packet) : this.route(table, packet, undefined);
  }

  /** Out of a virtual private gateway, from its VPC or from one of its spokes. */
  private toSpokes(gateway: string, packet: Packet, from?: Spoke): readonly End[] {
    const { announced, fixed } = spokesFor(this.world, gateway, packet, this.devices, from);
    const ends = announced.flatMap((spoke) => this.toSpoke(spoke, packet));
    const vpc = this.world.vpcs.get(this.world.linkGateways.get(gateway) ?? "");
    const isOwn = from !== undefined && vpc !== undefined && hasAny(vpc.blocks, packet.destination);
    if (isOwn) return [...ends, ...this.intoVpc(gateway, vpc.id, packet)];
    const all = [...ends, ...fixed.flatMap((spoke) => this.toSpoke(spoke, packet))];
    return all.length > 0 ? all : dropped(`${gateway}: no connection has a route`);
  }

  private toSpoke(spoke: Spoke, packet: Packet): readonly End[] {
    if (!isDirect(spoke)) return this.toLink(spoke.id, packet);
    return [{ at: "zone", zone: zoneOfDirect(spoke), packet }];
  }

  private toLink(id: string, packet: Packet): readonly End[] {
    const link = this.world.links.find((each) => each.id === id)!;
    if (!hasAny(link.beyond, packet.destination) || !hasAny(link.here, packet.source))
      return dropped(`selectors of ${id}`);
    if (!isHome(link, this.devices)) return [{ at: "zone", zone: `foreign/${link.customer}`, packet }];
    const zone = hasAny(this.buildNetwork, packet.destination) ? "build-network" : "beyond-the-link";
    return [{ at: "zone", zone, packet }];
  }

  private fromSpoke(spoke: Spoke, packet: Packet): readonly End[] {
    if (isDirect(spoke)) return this.toSpokes(spoke.gateway, packet, spoke);
    if (!hasAny(spoke.beyond, packet.source) || !hasAny(spoke.here, packet.destination))
      return dropped(`selectors of ${spoke.id}`);
    const attachment = this.world.attachments.find((each) => each.link === spoke.id);
    if (attachment !== undefined) return this.through(attachment, packet, undefined);
    return spoke.gateway === undefined ? dropped(spoke.id) : this.toSpokes(spoke.gateway, packet, spoke);
  }

  private toPeer(peering: Peering, vpc: string, packet: Packet): readonly End[] {
    const other = peering.vpcs.find((each) => each !== vpc)!;
    const peer = this.world.vpcs.get(other);
    if (peer === undefined) return [{ at: "zone", zone: `foreign/${peering.id}`, packet }];
    return hasAny(peer.blocks, packet.destination)
      ? this.local(other, packet)
      : dropped(`${peering.id}: not the peer's`);
  }

  /** Transit gateway guide, "VPC attachments" and "Network ACLs": by the attachment's subnet in the sender's zone, whose list looks at it. */
  private toTransit(
    attachments: readonly TransitAttachment[],
    packet: Packet,
    from: Subnet | undefined,
  ): readonly End[] {
    return attachments.flatMap((attachment) => {
      if (isV6(packet.destination) && !attachment.hasIpv6) return dropped(`${attachment.id} takes no IPv6`);
      const own = attachment.subnets
        .map((id) => this.subnet(id))
        .filter(({ zone }) => from === undefined || zone === from.zone);
      if (own.length === 0) return dropped(`${attachment.id} is not in zone ${from?.zone ?? "?"}`);
      const open = own.filter(({ acl }) => aclAllows(acl, "ingress", packet));
      return open.length === 0
        ? dropped(`list of ${own[0]!.id}, in`)
        : this.through(attachment, packet, from?.zone);
    });
  }

  private through(attachment: TransitAttachment, sent: Packet, zone: string | undefined): readonly End[] {
    const packet = unsent(sent);
    if (this.isRound(attachment.id, packet)) return dropped("goes round");
    const ways = best(attachment.routes ?? [], packet.destination);
    if (ways.length === 0) return dropped(`${attachment.gateway}: no route`);
    return ways.flatMap(({ target }) => {
      const next = this.world.attachments.find((each) => "id" in target && each.id === target.id);
      if (next === undefined) return dropped(`${attachment.gateway}: blackhole`);
      if (next.link !== undefined) return this.toLink(next.link, packet);
      if (isV6(packet.destination) && !next.hasIpv6) return dropped(`${next.id} takes no IPv6`);
      // It stays in the zone it came from if the attachment is there ("Availability Zone affinity"), else any will do.
      const subnets = next.subnets.map((id) => this.subnet(id));
      const same = this.isGenerous ? [] : subnets.filter((each) => each.zone === zone);
      return (same.length > 0 ? same : subnets).flatMap((subnet) => this.fromSubnet(subnet, packet));
    });
  }
}
