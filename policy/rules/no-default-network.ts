import { controls } from "../controls";
import { denied, deniedName } from "../denied/denied";
import { expectSet, expectUnset, isUnset } from "../expect";
import { type Fact } from "../facts/fact";
import { insides, topOf } from "../facts/insides";
import { type References, referencesOf } from "../facts/references";
import { type ResourceFacts, type StackFacts } from "../facts/resource";
import { type Finding, refused, type Rule, shown, undetermined } from "../rule";

const id = "no-default-network";
const vpcType = "aws:ec2/vpc:Vpc";
const subnetType = "aws:ec2/subnet:Subnet";
const templateType = "aws:ec2/launchTemplate:LaunchTemplate";
const fix = "Name subnets and the VPC of this stack.";
const reason =
  "Without a network of its own it stands in the account's default VPC, which has an internet gateway.";

/** Where a type says in which network it stands. */
interface Place {
  /** As `insides` reads it. */
  readonly at: string;
  readonly property: string;
  readonly names: typeof vpcType | typeof subnetType;
  /** AWS takes the default network if it is not set. Otherwise something else decides, or the API asks for it. */
  readonly isNeeded: boolean;
  /** Properties instead of which it is not needed: an interface that is there already stands somewhere. */
  readonly unless?: readonly string[];
}

const subnets = (property: string, more: Partial<Place> = {}): Place => {
  return { at: "", property, names: subnetType, isNeeded: true, ...more };
};
const vpc = (isNeeded: boolean): Place => ({ at: "", property: "vpcId", names: vpcType, isNeeded });

/** Sources: EC2 API, RunInstances, CreateSecurityGroup, RequestSpotFleet, CreateFleet; Auto Scaling API, CreateAutoScalingGroup. */
const places: Readonly<Record<string, readonly Place[]>> = {
  "aws:ec2/instance:Instance": [
    subnets("subnetId", { unless: ["primaryNetworkInterface", "networkInterfaces"] }),
  ],
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest": [subnets("subnetId", { unless: ["networkInterfaces"] })],
  "aws:ec2/spotFleetRequest:SpotFleetRequest": [
    subnets("subnetId", { at: "launchSpecifications[]" }),
    subnets("subnetId", { at: "launchTemplateConfigs[].overrides[]" }),
  ],
  "aws:ec2/fleet:Fleet": [subnets("subnetId", { at: "launchTemplateConfigs[].overrides[]" })],
  [templateType]: [subnets("subnetId", { at: "networkInterfaces[]", isNeeded: false })],
  "aws:autoscaling/group:Group": [subnets("vpcZoneIdentifiers")],
  // Lambda's own network, not the default VPC, but as open. `function-in-vpc` speaks of a function without `vpcConfig`.
  "aws:lambda/function:Function": [subnets("subnetIds", { at: "vpcConfig" })],
  "aws:ecs/service:Service": [subnets("subnets", { at: "networkConfiguration" })],
  "aws:ec2/networkInterface:NetworkInterface": [subnets("subnetId")],
  "aws:ec2/vpcEndpoint:VpcEndpoint": [vpc(true), subnets("subnetIds", { isNeeded: false })],
  "aws:lb/loadBalancer:LoadBalancer": [
    subnets("subnets", { isNeeded: false }),
    subnets("subnetId", { at: "subnetMappings[]", isNeeded: false }),
  ],
  "aws:lb/targetGroup:TargetGroup": [vpc(false)],
  [subnetType]: [vpc(true)],
  "aws:ec2/routeTable:RouteTable": [vpc(true)],
  "aws:ec2/networkAcl:NetworkAcl": [vpc(true)],
  "aws:ec2/securityGroup:SecurityGroup": [vpc(true)],
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": [vpc(true)],
};

/** A template that names no interface and no group fits the default VPC alone; names of groups are groups of that. Source: API RunInstances. */
function checkTemplate(template: ResourceFacts): readonly Finding[] {
  const { props } = template;
  const nics = props.objects("networkInterfaces");
  const advice =
    "Name the stack's security groups, or declare an interface with associatePublicIpAddress: false.";
  const names = expectUnset(template, "securityGroupNames", props.get("securityGroupNames"), reason, advice);
  if (nics.state === "unknown")
    return [...names, undetermined([template, "networkInterfaces"], nics, reason, fix)];
  if (nics.state === "known" && nics.value.length > 0) return names;
  const groups = props.get("vpcSecurityGroupIds");
  return [...names, ...expectSet(template, "vpcSecurityGroupIds", groups, reason, advice)];
}

function check(resource: ResourceFacts): readonly Finding[] {
  const missing = (places[resource.type] ?? []).flatMap((place) =>
    insides(resource.props, place.at).flatMap((inside) => {
      if ("unknown" in inside) return [undetermined([resource, inside.path], inside.unknown, reason, fix)];
      const { property, isNeeded, unless = [] } = place;
      if (!isNeeded || unless.some((name) => !isUnset(inside.props.get(name)))) return [];
      return expectSet(resource, `${inside.path}${property}`, inside.props.get(property), reason, fix);
    }),
  );
  return resource.type === templateType ? [...missing, ...checkTemplate(resource)] : missing;
}

/** One value that names a network: that of the stack, or a finding. */
function checkName(
  references: References,
  owner: ResourceFacts,
  property: string,
  fact: Fact<string>,
  wanted: string,
): readonly Finding[] {
  const place = [owner, property] as const;
  const named = references.of(owner, topOf(property), fact, [wanted]);
  if (named?.kind === "outside") {
    const why = "It is no network of this stack: what leads out of it is not declared here.";
    return [refused(place, shown({ state: "known", value: named.id }), why, fix)];
  }
  return named?.kind === "unknown" && fact.state === "unknown"
    ? [undetermined(place, fact, reason, fix)]
    : [];
}

function relate(stack: StackFacts): readonly Finding[] {
  const references = referencesOf(stack);
  return Object.entries(places).flatMap(([type, own]) =>
    stack.ofType(type).flatMap((owner) =>
      own.flatMap(({ at, property, names }) =>
        insides(owner.props, at).flatMap((inside): readonly Finding[] => {
          if ("unknown" in inside) return [];
          const path = `${inside.path}${property}`;
          const value = inside.props.get(property);
          if (value.state !== "known" || !Array.isArray(value.value)) {
            return checkName(
              references,
              owner,
              path,
              value.state === "known" ? inside.props.text(property) : value,
              names,
            );
          }
          const list = inside.props.texts(property);
          return list.state !== "known"
            ? []
            : list.value.flatMap((fact, index) =>
                checkName(references, owner, `${path}[${index}]`, fact, names),
              );
        }),
      ),
    ),
  );
}

export const noDefaultNetwork: Rule = {
  id,
  title: "Everything stands in the stack's own VPC, and nothing in the account's default one.",
  control: controls.noInternet,
  severity: "critical",
  frameworks: { nist: ["SC-7(28)", "SC-7(21)", "CM-7"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html",
  cause:
    "The default VPC or a subnet of it; a machine, group, function or interface without a subnet, or in one that the stack does not declare.",
  fix,
  judges: (type) => Object.hasOwn(places, type) || deniedName(id, type) !== undefined,
  check: (resource) =>
    Object.hasOwn(places, resource.type) ? check(resource) : denied(id, resource, reason, fix),
  relate,
};
