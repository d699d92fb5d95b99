import { References } from "../../../policy/facts/references";
import { Props } from "../../../policy/facts/props";
import { type ResourceFacts, StackFacts } from "../../../policy/facts/resource";
import { layoutOf } from "../../../policy/network/build/interfaces/layout";
import { nodeIds, zones } from "../../../policy/network/build/parts";
import { type Network, type Start } from "../../../policy/network/network";
import { type Surroundings } from "../../../policy/proof/named";

const fact = (type: string, name: string, props: object): ResourceFacts => ({
  ...{ urn: `urn:pulumi:test::overflow::aws:ec2/${type}::${name}`, type: `aws:ec2/${type}`, name },
  props: new Props(props),
  provider: "pulumi:providers:aws",
  sources: () => [],
});

const subnet = (name: string, id: string, vpcId: string, cidrBlock: string) =>
  fact("subnet:Subnet", name, { id, vpcId, cidrBlock, availabilityZone: "us-east-1a" });

const machine = (name: string, props: object) =>
  fact("instance:Instance", name, { vpcSecurityGroupIds: [], ...props });

/**
 * A VPC with two subnets: `web`, with a public address, and `db` in the first; a pool whose address is not known in the second; another VPC with the
 * same block, whose machine has the address of `db`.
 */
export function surroundings(): Surroundings {
  const stack = new StackFacts([
    fact("vpc:Vpc", "main", { id: "vpc-1", cidrBlock: "10.0.0.0/16" }),
    fact("vpc:Vpc", "copy", { id: "vpc-2", cidrBlock: "10.0.0.0/16" }),
    subnet("front", "subnet-1", "vpc-1", "10.0.1.0/24"),
    subnet("back", "subnet-2", "vpc-1", "10.0.2.0/24"),
    subnet("empty", "subnet-3", "vpc-1", "10.0.3.0/24"),
    subnet("copied", "subnet-4", "vpc-2", "10.0.1.0/24"),
    machine("web", {
      ...{ id: "i-web", subnetId: "subnet-1", privateIp: "10.0.1.10", publicIp: "198.51.100.10" },
      ...{ primaryNetworkInterfaceId: "eni-web", associatePublicIpAddress: true },
    }),
    machine("db", { id: "i-db", subnetId: "subnet-1", privateIp: "10.0.1.20", publicIp: "" }),
    machine("db-copy", { id: "i-copy", subnetId: "subnet-4", privateIp: "10.0.1.20", publicIp: "" }),
    machine("pool", { id: "i-pool", subnetId: "subnet-2" }),
  ]);
  const layout = layoutOf(stack, new References(stack), {});
  const start = (id: string, zone: string, node: string, source: readonly string[]): Start => ({
    ...{ id, name: id, zone, node },
    packets: [{ source, state: "new" }],
  });
  const network: Network = {
    schema: 1,
    nodes: [
      ...layout.interfaces.map(({ key, name }) => ({
        id: nodeIds.at(key),
        name,
        zone: zones.inside,
        steps: [],
      })),
      ...layout.subnets.map(({ key, name }) => ({ id: nodeIds.subnetDeliver(key), name, steps: [] })),
      ...[zones.internet, zones.buildNetwork].map((zone) => ({
        id: nodeIds.zone(zone),
        name: zone,
        zone,
        steps: [],
      })),
    ],
    starts: [
      ...layout.interfaces.map(({ key, addresses }) =>
        start(
          nodeIds.at(key),
          zones.inside,
          nodeIds.out(key),
          addresses.map((address) => (address.includes("/") ? address : `${address}/32`)),
        ),
      ),
      start("zone/internet", zones.internet, "zone/internet/out", ["0.0.0.0/5", "198.0.0.0/8"]),
      start("zone/build-network", zones.buildNetwork, "zone/build-network/out", ["10.20.0.0/16"]),
    ],
  };
  return { stack, network, layout };
}
