import { controls } from "../controls";
import { expect, isUnset } from "../expect";
import { chain, type Fact, known } from "../facts/fact";
import { insides } from "../facts/insides";
import { foreignTemplates, launchingTypes } from "../facts/launchTemplates";
import { type Props } from "../facts/props";
import { referencesOf } from "../facts/references";
import { type ResourceFacts, type StackFacts } from "../facts/resource";
import { type Finding, refused, type Rule, undetermined } from "../rule";

const fix = "Leave the address out: machines are reached over the VPN, at their private addresses.";
const reason = "A public address makes a machine reachable as soon as any gateway exists.";

/** Where a type says whether what it makes has a public address. */
interface Switch {
  /** As `insides` reads it. */
  readonly place: string;
  readonly property: string;
  /**
   * `false`: AWS gives none unless told to. `subnet`: whether one is given is then up to the subnet, so "not set" is no answer.
   */
  readonly absentIs: "false" | "subnet";
  /** Properties of which one says that an interface is there already: AWS gives none to that. */
  readonly unless?: readonly string[];
}

const assign = { property: "assignPublicIp", absentIs: "false" } as const;
const associate = { property: "associatePublicIpAddress", absentIs: "subnet" } as const;

/**
 * Sources: EC2 API, ModifySubnetAttribute (a subnet that is not a default subnet gives none), RunInstances, RequestSpotFleet,
 * InstanceNetworkInterfaceSpecification (an address for a new interface only); Auto Scaling API, CreateLaunchConfiguration; ECS API,
 * AwsVpcConfiguration, AssignPublicIp (DISABLED unless set).
 */
const switches: Readonly<Record<string, Switch>> = {
  "aws:ec2/subnet:Subnet": { place: "", property: "mapPublicIpOnLaunch", absentIs: "false" },
  "aws:ec2/instance:Instance": {
    ...{ place: "", ...associate },
    unless: ["primaryNetworkInterface", "networkInterfaces"],
  },
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest": {
    ...{ place: "", ...associate },
    unless: ["networkInterfaces"],
  },
  "aws:ec2/launchConfiguration:LaunchConfiguration": { place: "", ...associate },
  "aws:ec2/launchTemplate:LaunchTemplate": {
    ...{ place: "networkInterfaces[]", ...associate },
    unless: ["networkInterfaceId"],
  },
  "aws:ec2/spotFleetRequest:SpotFleetRequest": { place: "launchSpecifications[]", ...associate },
  "aws:ecs/service:Service": { place: "networkConfiguration", ...assign },
  "aws:ecs/taskSet:TaskSet": { place: "networkConfiguration", ...assign },
  "aws:scheduler/schedule:Schedule": { place: "target.ecsParameters.networkConfiguration", ...assign },
  "aws:cloudwatch/eventTarget:EventTarget": { place: "ecsTarget.networkConfiguration", ...assign },
  "aws:pipes/pipe:Pipe": {
    place: "targetParameters.ecsTaskParameters.networkConfiguration.awsVpcConfiguration",
    ...assign,
  },
};

/** Pipes say `ENABLED` and `DISABLED`, all others true and false. */
function flagOf(props: Props, property: string): Fact<boolean> {
  const flag = props.flag(property);
  if (flag.state !== "unknown") return flag;
  const word = chain(props.text(property), (text) => known(text));
  const isWord = word.state === "known" && ["ENABLED", "DISABLED"].includes(word.value);
  return isWord ? known(word.value === "ENABLED") : flag;
}

function check(resource: ResourceFacts): readonly Finding[] {
  const own = switches[resource.type];
  if (own === undefined) return [];
  const { place, property, absentIs, unless = [] } = own;
  return insides(resource.props, place).flatMap((inside) => {
    if ("unknown" in inside) return [undetermined([resource, inside.path], inside.unknown, reason, fix)];
    const isGiven = unless.some((name) => !isUnset(inside.props.get(name)));
    return expect({
      ...{ resource, property: `${inside.path}${property}`, reason },
      fact: flagOf(inside.props, property),
      accepts: (on) => !on,
      absentIs: absentIs === "false" || isGiven ? "accepted" : "refused",
      fix: absentIs === "false" ? fix : `Set ${property} to false.`,
    });
  });
}

/** VMs of a template that is not of this stack have what that says. */
function relate(stack: StackFacts): readonly Finding[] {
  const references = referencesOf(stack);
  const why = "Whether its machines get public addresses is not declared here.";
  const advice = "Name a launch template of this stack.";
  return launchingTypes
    .flatMap((type) => stack.ofType(type))
    .flatMap((owner) =>
      foreignTemplates(references, owner).map(({ property, found }) =>
        typeof found === "string"
          ? refused([owner, property], `"${found}", which the stack does not declare`, why, advice)
          : undetermined([owner, property], found, why, advice),
      ),
    );
}

export const noPublicAddress: Rule = {
  id: "no-public-address",
  title: "No machine, task or subnet gets a public IPv4 address.",
  control: controls.noInternet,
  severity: "critical",
  frameworks: { nist: ["SC-7(28)", "SC-7(16)", "AC-4"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-ip-addressing.html",
  cause:
    "A subnet that gives public addresses; an instance, spot request, launch configuration or interface of a launch template that " +
    "does not say `false`; a task that asks for one; a launch template of somebody else's.",
  fix,
  judges: (type) => Object.hasOwn(switches, type) || launchingTypes.includes(type),
  check,
  relate,
};
