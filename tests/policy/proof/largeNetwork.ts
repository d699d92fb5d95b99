import { Draft } from "../../../policy/network/draft";
import { nodeIds, zones } from "../../../policy/network/build/parts";
import { type Match, type Network, type Range, type Step } from "../../../policy/network/network";
import { type Contract } from "../../../policy/proof/contract";

const buildBlocks = ["10.200.0.0/16", "fd20::/48"];
const tcp: readonly Range[] = [[6, 6]];
const port = (number: number): readonly Range[] => [[number, number]];
const perSubnet = 200;
const subnetsPerVpc = 40;
const groupsPerVpc = 20;

/** What the network of `largeNetwork` keeps to. */
export const largeContract: Contract = {
  schema: 1,
  allow: [
    { from: "inside", to: "build-network", why: "builds" },
    { from: "build-network", to: "inside", why: "people" },
    {
      from: "inside",
      to: "service/*",
      packets: { protocols: tcp, destinationPorts: port(443) },
      why: "services",
    },
  ],
};

function step(to: string | null, match: Match, text: string): Step {
  return { match, to, take: "always", by: { resource: "large", text } };
}

/** Its group's rules let an interface send to its VPC and to the build network, and take SSH, HTTPS and its group's own port. */
class Large {
  readonly draft = new Draft();

  constructor() {
    const { draft } = this;
    const zone = (name: string) =>
      draft.node({ id: nodeIds.zone(name), name, zone: name, otherwise: "it ends here" });
    zone(zones.buildNetwork);
    zone("service/s3");
    draft.node({ id: nodeIds.zoneOut(zones.buildNetwork), name: zones.buildNetwork });
    const answer = { reply: true, sender: "zone/build-network" } as const;
    draft.steps(nodeIds.zone(zones.buildNetwork), {
      ...step(nodeIds.zoneOut(zones.buildNetwork), { state: "new" }, "it answers"),
      rewrite: answer,
    });
    draft.start({
      id: nodeIds.zone(zones.buildNetwork),
      name: "the build network",
      zone: zones.buildNetwork,
      node: nodeIds.zoneOut(zones.buildNetwork),
      packets: [
        { source: ["10.200.0.0/16"], destination: ["0.0.0.0/0"] },
        { source: ["fd20::/48"], destination: ["::/0"] },
      ],
    });
    // Who answers is told by its zone alone: one name for all interfaces keeps sets of answers small.
    draft.node({ id: "zone/inside", name: "whoever answers", zone: zones.inside });
  }

  /** @returns the number of interfaces made, at most `most` */
  vpc(number: number, most: number): number {
    const { draft } = this;
    const key = `vpc-${number}`;
    const block = `10.${number}.0.0/16`;
    const block6 = `fd00:${number.toString(16)}::/48`;
    const blocks = [block, block6];
    draft.node({ id: nodeIds.vpcLocal(key), name: key, otherwise: "no subnet has the address" });
    draft.node({ id: `vgw/${key}/out`, name: "gateway" });
    draft.node({ id: `vgw/${key}/in`, name: "gateway" });
    draft.steps(
      `vgw/${key}/out`,
      step(nodeIds.zone(zones.buildNetwork), { destination: buildBlocks }, "route of the VPN"),
    );
    draft.steps(`vgw/${key}/in`, step(nodeIds.vpcLocal(key), { destination: blocks }, "blocks of the VPC"));
    draft.steps(
      nodeIds.zoneOut(zones.buildNetwork),
      step(`vgw/${key}/in`, { destination: blocks }, "route of the VPN"),
    );
    const members = Array.from({ length: groupsPerVpc }, (): string[] => []);
    let made = 0;
    for (let subnet = 0; subnet < subnetsPerVpc && made < most; subnet++) {
      const count = Math.min(perSubnet, most - made);
      this.subnet(key, number, subnet, count, members);
      made += count;
    }
    return made;
  }

  private subnet(
    vpc: string,
    number: number,
    subnet: number,
    count: number,
    members: readonly string[][],
  ): void {
    const { draft } = this;
    const key = `${vpc}-${subnet}`;
    const block = [
      `10.${number}.${subnet}.0/24`,
      `fd00:${number.toString(16)}:0:${subnet.toString(16)}::/64`,
    ];
    const vpcBlocks = [`10.${number}.0.0/16`, `fd00:${number.toString(16)}::/48`];
    const ids = [
      nodeIds.subnetOut,
      nodeIds.subnetAclOut,
      nodeIds.subnetRoutes,
      nodeIds.subnetAclIn,
      nodeIds.subnetDeliver,
    ];
    for (const id of ids) draft.node({ id: id(key), name: key, otherwise: "nothing takes it" });
    draft.steps(
      nodeIds.subnetOut(key),
      step(nodeIds.subnetDeliver(key), { destination: block }, "inside the subnet"),
      step(nodeIds.subnetAclOut(key), {}, "leaves the subnet"),
    );
    const lists = (to: string): Step[] => [
      step(null, { protocols: tcp, destinationPorts: port(3389) }, "entry 90 denies tcp 3389"),
      step(
        to,
        {
          protocols: tcp,
          destinationPorts: [
            [22, 22],
            [443, 443],
          ],
        },
        "entry 100 allows",
      ),
      step(to, { protocols: tcp, destinationPorts: [[1024, 65535]] }, "entry 110 allows"),
      step(to, { protocols: [[17, 17]], destinationPorts: [[1024, 65535]] }, "entry 120 allows"),
    ];
    draft.steps(nodeIds.subnetAclOut(key), ...lists(nodeIds.subnetRoutes(key)));
    draft.steps(nodeIds.subnetAclIn(key), ...lists(nodeIds.subnetDeliver(key)));
    draft.steps(
      nodeIds.subnetRoutes(key),
      step(nodeIds.vpcLocal(vpc), { destination: vpcBlocks }, "local route"),
      step("zone/service/s3", { destination: ["52.218.0.0/17"] }, "prefix list of S3"),
      step(`vgw/${vpc}/out`, { destination: ["10.200.0.0/16"] }, "route to the build network"),
      step(`vgw/${vpc}/out`, { destination: ["fd20::/48"] }, "route to the build network"),
    );
    draft.steps(
      nodeIds.vpcLocal(vpc),
      step(nodeIds.subnetAclIn(key), { destination: block }, `block of ${key}`),
    );
    for (let at = 0; at < count; at++) {
      const id = `${key}-${at}`;
      const addresses = [
        `10.${number}.${subnet}.${at + 4}/32`,
        `fd00:${number.toString(16)}:0:${subnet.toString(16)}::${(at + 16).toString(16)}/128`,
      ];
      this.interface(id, key, vpcBlocks, addresses, members[(subnet * 7 + at) % groupsPerVpc] ?? []);
    }
  }

  private interface(key: string, subnet: string, vpc: string[], addresses: string[], group: string[]): void {
    const { draft } = this;
    const at = nodeIds.at(key);
    group.push(at);
    draft.node({ id: at, name: key, zone: zones.inside });
    draft.node({ id: nodeIds.in(key), name: key, otherwise: "no rule of the group allows it" });
    draft.node({ id: nodeIds.out(key), name: key, otherwise: "no rule of the group allows it" });
    draft.steps(
      nodeIds.out(key),
      step(nodeIds.subnetOut(subnet), { protocols: tcp, destination: vpc }, "egress to the VPC"),
      step(nodeIds.subnetOut(subnet), { destination: buildBlocks }, "egress to the build network"),
      step(
        nodeIds.subnetOut(subnet),
        { protocols: tcp, destinationPorts: port(443), destination: ["52.218.0.0/17"] },
        "egress to S3",
      ),
    );
    draft.steps(
      nodeIds.in(key),
      step(at, { state: "reply" }, "answers pass"),
      step(
        at,
        { protocols: tcp, destinationPorts: port(22), source: buildBlocks },
        "tcp 22 from the build network",
      ),
      step(at, { protocols: tcp, destinationPorts: port(443), source: vpc }, "tcp 443 from the VPC"),
      step(at, { protocols: tcp, destinationPorts: port(8080), senders: group }, "tcp 8080 from the group"),
    );
    draft.steps(at, {
      ...step(nodeIds.subnetOut(subnet), { state: "new" }, "it answers"),
      rewrite: { reply: true, source: addresses, sender: "zone/inside" },
    });
    draft.steps(
      nodeIds.subnetDeliver(subnet),
      step(nodeIds.in(key), { destination: addresses }, `address of ${key}`),
    );
    const [v4 = "", v6 = ""] = addresses;
    draft.start({
      id: at,
      name: key,
      zone: zones.inside,
      node: nodeIds.out(key),
      packets: [
        { source: [v4], destination: ["0.0.0.0/0"] },
        { source: [v6], destination: ["::/0"] },
      ],
    });
  }
}

/** A network of so many interfaces, in VPCs of up to 8000, each joined to the build network by a VPN. It keeps to `largeContract`. */
export function largeNetwork(interfaces: number): Network {
  const large = new Large();
  for (let vpc = 1, left = interfaces; left > 0; vpc++) left -= large.vpc(vpc, left);
  return large.draft.network();
}
