import { hasAny } from "./addresses";
import { aclAllows, groupAllows } from "./filters";
import { type Packet } from "./packet";
import { best, type Table } from "./tables";
import { type Interface, type Subnet, type World } from "./world";

/** Where a packet ends. Several only where AWS, or who sends it, has a choice (which link, which zone of a transit attachment). */
export type End =
  | { readonly at: "interface"; readonly face: Interface; readonly packet: Packet }
  | { readonly at: "zone"; readonly zone: string; readonly packet: Packet; readonly by?: Interface }
  | { readonly at: "dropped"; readonly where: string };

export const dropped = (where: string): readonly End[] => [{ at: "dropped", where }];

/** Walks a packet inside a VPC: interfaces with their groups, subnets with their lists, routes. */
export abstract class VpcWalker {
  /** Where which packet has been: one that comes again goes round until its time to live ends. */
  private readonly seen = new Set<string>();

  constructor(
    protected readonly world: World,
    /**
     * Where docs/proof.md lets the certain reading say more than AWS does: whoever has no source check may claim to be
     * anybody, and a group's rule believes it (`anySender`); out of a transit gateway, any of an attachment's subnets.
     */
    protected readonly isGenerous: boolean,
  ) {}

  /** To what a VPC's route names; `from`: the subnet that sends, unless a gateway does. */
  protected abstract follow(
    id: string,
    vpc: string,
    packet: Packet,
    from: Subnet | undefined,
  ): readonly End[];

  /** To a NAT gateway's own address. */
  protected abstract backThroughNat(nat: Interface, packet: Packet): readonly End[];

  protected isRound(id: string, packet: Packet): boolean {
    const { source, destination, protocol, sourcePort, destinationPort, state } = packet;
    const key = `${id} ${state} ${protocol} ${source}:${sourcePort} ${destination}:${destinationPort}`;
    if (this.seen.has(key)) return true;
    this.seen.add(key);
    return false;
  }

  protected forget(): void {
    this.seen.clear();
  }

  /** A packet that an interface sends: its groups first. */
  send(face: Interface, sent: Packet): readonly End[] {
    const packet = { ...sent, sender: face.id };
    const subnet = this.subnet(face.subnet);
    if (this.world.vpcs.get(subnet.vpc)!.resolvers.includes(packet.destination)) {
      const isDns = (packet.protocol === 6 || packet.protocol === 17) && packet.destinationPort === 53;
      return isDns ? [{ at: "zone", zone: "resolver", packet }] : dropped(`resolver of ${subnet.vpc}`);
    }
    if (!this.groupsAllow(face, "egress", packet)) return dropped(`groups of ${face.id}, egress`);
    return this.fromSubnet(subnet, packet);
  }

  protected subnet(id: string): Subnet {
    return this.world.subnets.get(id)!;
  }

  protected groupsAllow(face: Interface, direction: "ingress" | "egress", packet: Packet): boolean {
    if (packet.state === "reply" || face.groups === undefined) return true;
    const { interfaces } = this.world;
    const sender = interfaces.find(({ id }) => id === packet.sender);
    const members = {
      sent: (group: string) =>
        (sender?.groups?.includes(group) ?? false) || (this.isGenerous && sender?.sourceCheck === false),
      has: (group: string, address: bigint) =>
        interfaces.some(
          (other) => (other.groups?.includes(group) ?? false) && other.addresses.includes(address),
        ),
    };
    return face.groups.some((id) => {
      const group = this.world.groups.get(id);
      return group !== undefined && groupAllows(group, direction, packet, members);
    });
  }

  /** Traffic inside a subnet meets neither lists nor routes. */
  protected fromSubnet(subnet: Subnet, packet: Packet): readonly End[] {
    if (hasAny(subnet.blocks, packet.destination)) return this.deliver(subnet, packet);
    if (!aclAllows(subnet.acl, "egress", packet)) return dropped(`list of ${subnet.id}, out`);
    return this.route(this.world.tables.get(subnet.table)!, packet, subnet);
  }

  protected local(vpc: string, packet: Packet): readonly End[] {
    const subnet = [...this.world.subnets.values()].find(
      (each) => each.vpc === vpc && hasAny(each.blocks, packet.destination),
    );
    if (subnet === undefined) return dropped(`no subnet of ${vpc} has the destination`);
    if (!aclAllows(subnet.acl, "ingress", packet)) return dropped(`list of ${subnet.id}, in`);
    return this.deliver(subnet, packet);
  }

  protected deliver(subnet: Subnet, packet: Packet): readonly End[] {
    const face = this.world.interfaces.find(
      (each) => each.subnet === subnet.id && each.addresses.includes(packet.destination),
    );
    return face === undefined
      ? dropped(`nobody in ${subnet.id} has the destination`)
      : this.receive(face, packet);
  }

  protected receive(face: Interface, packet: Packet): readonly End[] {
    if (this.isRound(`${face.id} ${face.subnet}`, packet)) return dropped("goes round");
    if (face.kind === "nat") return this.backThroughNat(face, packet);
    if (!this.groupsAllow(face, "ingress", packet)) return dropped(`groups of ${face.id}, ingress`);
    if (face.kind === "endpoint") {
      return packet.state === "reply"
        ? dropped(face.id)
        : [{ at: "zone", zone: `service/${face.service!}`, packet, by: face }];
    }
    const end: End = { at: "interface", face, packet };
    if (face.addresses.includes(packet.destination)) return [end];
    // What is for others it has all the same, and may answer it or pass it on.
    return face.sourceCheck ? dropped(`destination check of ${face.id}`) : [end, ...this.send(face, packet)];
  }

  protected route(table: Table, packet: Packet, from: Subnet | undefined): readonly End[] {
    const [route] = best(table.routes, packet.destination);
    if (route === undefined || route.target.kind === "blackhole") return dropped(`routes of ${table.id}`);
    if (route.target.kind === "local") return this.local(table.vpc, packet);
    return this.follow(route.target.id, table.vpc, packet, from);
  }
}
