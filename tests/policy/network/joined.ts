import { expect } from "chai";
import { Props } from "../../../policy/facts/props";
import { type ResourceFacts, StackFacts } from "../../../policy/facts/resource";
import { buildNetwork } from "../../../policy/network/build/build";
import { type Network } from "../../../policy/network/network";
import { type Contract } from "../../../policy/proof/contract";
import { prove } from "../../../policy/proof/prove";
import { type Breach } from "../../../policy/proof/verdict";
import { resource, type TestResource } from "../stack";

const ec2 = (name: string) => `aws:ec2/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;

/** Facts of a case. A resource's name is its id, unless the case gives it one, or says with `id: undefined` that there is none yet. */
export function factsOf(resources: readonly TestResource[]): StackFacts {
  const facts = new Map<string, ResourceFacts>();
  for (const { type, name, provider, props, sources } of resources) {
    if (facts.has(name)) throw new Error(`two resources named '${name}' in one case`);
    const urn = `urn:pulumi:test::overflow::${type}::${name}`;
    facts.set(name, {
      ...{ urn, type, name, provider, props: new Props({ id: name, ...props }) },
      sources: (property) => (sources[property] ?? []).flatMap((source) => facts.get(source) ?? []),
    });
  }
  return new StackFacts(facts.values());
}

export function networkOf(resources: readonly TestResource[], vpcs?: readonly string[]): Network {
  const declared = { blocks: ["10.99.0.0/16"], gateways: ["203.0.113.1"], declaredBy: "the case" };
  const { network } = buildNetwork(factsOf(resources), { buildNetwork: declared, vpcs });
  expectReasons(network);
  return network;
}

/** Every network of a case: a step that is not certain says which fact is missing, one of a property names it with what it says. */
function expectReasons({ nodes }: Network): void {
  for (const { id, steps } of nodes) {
    for (const { take, by, to } of steps) {
      const where = `${id} → ${to ?? "nowhere"}: ${by.text}`;
      expect(by.resource, where).not.to.equal("");
      expect(by.text, where).not.to.equal("");
      if (take === "perhaps") expect(by.missing?.why, where).to.be.a("string");
    }
  }
}

/** Nothing may go anywhere: every way is a breach, and so is seen. */
const nothing: Contract = { schema: 1, allow: [] };

/** All ways between zones: `internet → inside`, with `?` if it is not certain. Judged VPCs: `vpcs`; all others are foreign. */
export function waysOf(resources: readonly TestResource[], vpcs?: readonly string[]): readonly string[] {
  return breachesOf(resources, vpcs)
    .map(({ from, to, verdict }) => `${from} → ${to}${verdict === "undetermined" ? " ?" : ""}`)
    .sort();
}

export function breachesOf(resources: readonly TestResource[], vpcs?: readonly string[]): readonly Breach[] {
  return prove(networkOf(resources, vpcs), nothing).breaches.filter(({ from, to }) => from !== to);
}

/** The way from one zone to another. @throws Error if there is none */
export function wayOf(
  resources: readonly TestResource[],
  from: string,
  to: string,
  vpcs?: readonly string[],
): Breach {
  const all = breachesOf(resources, vpcs);
  const found = all.find((breach) => breach.from === from && breach.to === to);
  if (found === undefined)
    throw new Error(`no way ${from} → ${to}, only ${all.map((b) => `${b.from} → ${b.to}`).join(", ")}`);
  return found;
}

/** Destination ports of what a zone gets from another, as `6:80-80`. */
export function portsOf(
  resources: readonly TestResource[],
  from: string,
  to: string,
  vpcs?: readonly string[],
): readonly string[] {
  const { pairs } = prove(networkOf(resources, vpcs), nothing);
  const found = pairs.find((pair) => pair.from === from && pair.to === to);
  const ports = (found?.packets ?? []).flatMap(
    ({ protocols = [[0, 255]], destinationPorts = [[0, 65_535]] }) =>
      protocols.flatMap(([first, last]) =>
        destinationPorts.map(
          ([low, high]) => `${first === last ? first : `${first}-${last}`}:${low}-${high}`,
        ),
      ),
  );
  return [...new Set(ports)].sort();
}

const open = [
  { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] },
];

/** A VPC `name` with one subnet `name-a`, a machine `name-vm` (x.x.0.10) whose group lets everything in and out, and a route table. */
export function vpc(
  name: string,
  prefix: string,
  routes: readonly object[] = [],
  props: object = {},
): TestResource[] {
  const group = `${name}-group`;
  return [
    resource(ec2("Vpc"), name, {
      ...{ cidrBlock: `${prefix}.0.0/16`, enableDnsSupport: false, ...props },
    }),
    resource(ec2("SecurityGroup"), group, { vpcId: name, ingress: open, egress: open }),
    resource(ec2("RouteTable"), `${name}-table`, { vpcId: name, routes }),
    ...subnet(name, "a", `${prefix}.0.0/24`),
    machine(`${name}-vm`, `${name}-a`, `${prefix}.0.10`, group),
  ];
}

/** A subnet `vpc-zone` in availability zone `eu-west-1<zone>`, on the VPC's table. */
export function subnet(vpcName: string, zone: string, cidrBlock: string, props: object = {}): TestResource[] {
  const name = `${vpcName}-${zone}`;
  const routeTableId = `${vpcName}-table`;
  return [
    resource(ec2("Subnet"), name, {
      vpcId: vpcName,
      cidrBlock,
      availabilityZone: `eu-west-1${zone}`,
      ...props,
    }),
    resource(ec2("RouteTableAssociation"), `${name}-association`, { subnetId: name, routeTableId }),
  ];
}

export function machine(
  name: string,
  subnetId: string,
  privateIp: string,
  group: string,
  props: object = {},
): TestResource {
  return resource(ec2("Instance"), name, {
    ...{ subnetId, privateIp, associatePublicIpAddress: false, vpcSecurityGroupIds: [group], ...props },
  });
}

/** Without these resources. */
export function without(resources: readonly TestResource[], ...names: readonly string[]): TestResource[] {
  return resources.filter(({ name }) => !names.includes(name));
}

/** With other properties of one resource. */
export function withProps(resources: readonly TestResource[], name: string, props: object): TestResource[] {
  if (!resources.some((one) => one.name === name)) throw new Error(`no resource '${name}'`);
  return resources.map((one) => (one.name === name ? { ...one, props: { ...one.props, ...props } } : one));
}

export { ec2, open };
