import { controls } from "../controls";
import { expect, expectSet, expectUnset } from "../expect";
import { type Fact } from "../facts/fact";
import { type Props } from "../facts/props";
import { type ResourceFacts } from "../facts/resource";
import { type Finding, ofTypes, refused, type Rule, undetermined } from "../rule";
import { nameIn, publicAddressTypes } from "../types";

const fix = "Leave the address out: machines are reached over the VPN, at their private addresses.";
const reason = "A public address makes a machine reachable as soon as any gateway exists.";
const places = ofTypes(
  "aws:ec2/subnet:Subnet",
  "aws:ec2/launchTemplate:LaunchTemplate",
  "aws:ec2/instance:Instance",
);

function mustBeOff(
  resource: ResourceFacts,
  property: string,
  fact: Fact<boolean>,
  absentIs: "accepted" | "refused",
) {
  const advice = absentIs === "refused" ? `Set ${property} to false.` : fix;
  return expect({ resource, property, fact, accepts: (on) => !on, absentIs, reason, fix: advice });
}

/** AWS: a subnet that is not a default subnet gives no public address unless told to (API ModifySubnetAttribute). */
function checkSubnet(subnet: ResourceFacts): readonly Finding[] {
  return [
    ...mustBeOff(subnet, "mapPublicIpOnLaunch", subnet.props.flag("mapPublicIpOnLaunch"), "accepted"),
    ...mustBeOff(
      subnet,
      "mapCustomerOwnedIpOnLaunch",
      subnet.props.flag("mapCustomerOwnedIpOnLaunch"),
      "accepted",
    ),
    ...expectUnset(subnet, "customerOwnedIpv4Pool", subnet.props.text("customerOwnedIpv4Pool"), reason, fix),
  ];
}

/** Whether a machine gets an address is then up to its subnet, so "not set" is no answer here. */
function checkInterface(template: ResourceFacts, place: string, nic: Fact<Props>): readonly Finding[] {
  if (nic.state === "unknown") return [undetermined([template, place], nic, reason, fix)];
  if (nic.state === "absent") return [];
  const { value } = nic;
  return [
    ...mustBeOff(
      template,
      `${place}.associatePublicIpAddress`,
      value.flag("associatePublicIpAddress"),
      "refused",
    ),
    ...mustBeOff(
      template,
      `${place}.associateCarrierIpAddress`,
      value.flag("associateCarrierIpAddress"),
      "accepted",
    ),
  ];
}

/**
 * A template that names groups and no interface fits the subnets of the groups' own VPC alone (API RunInstances), and
 * these give no address: `checkSubnet` sees to it. Without groups it would fit the default VPC, whose subnets do.
 */
function checkLaunchTemplate(template: ResourceFacts): readonly Finding[] {
  const property = "networkInterfaces";
  const nics = template.props.objects(property);
  if (nics.state === "unknown") return [undetermined([template, property], nics, reason, fix)];
  if (nics.state === "absent" || nics.value.length === 0) {
    const groups = template.props.get("vpcSecurityGroupIds");
    const elsewhere =
      "Without groups of this stack's VPC the template fits the default VPC, which gives public addresses.";
    const advice =
      "Name the stack's security groups, or declare an interface with associatePublicIpAddress: false.";
    return expectSet(template, "vpcSecurityGroupIds", groups, elsewhere, advice);
  }
  return nics.value.flatMap((nic, index) => checkInterface(template, `${property}[${index}]`, nic));
}

function checkInstance(instance: ResourceFacts): readonly Finding[] {
  const property = "associatePublicIpAddress";
  const elsewhere = "The machine would start in the default VPC, which has an internet gateway.";
  return [
    ...mustBeOff(instance, property, instance.props.flag(property), "refused"),
    ...expectSet(
      instance,
      "subnetId",
      instance.props.get("subnetId"),
      elsewhere,
      "Name a subnet of this stack.",
    ),
  ];
}

export const noPublicAddress: Rule = {
  id: "no-public-address",
  title: "No machine and no subnet gets a public IPv4 address.",
  control: controls.noInternet,
  severity: "critical",
  cause:
    "An Elastic IP, the default VPC or its subnets, a subnet that gives public addresses, a launch template or " +
    "instance that does not say `false`.",
  fix,
  judges: (type) => places(type) || nameIn(publicAddressTypes, type) !== undefined,
  check(resource) {
    switch (resource.type) {
      case "aws:ec2/subnet:Subnet":
        return checkSubnet(resource);
      case "aws:ec2/launchTemplate:LaunchTemplate":
        return checkLaunchTemplate(resource);
      case "aws:ec2/instance:Instance":
        return checkInstance(resource);
      default:
        return [refused([resource], nameIn(publicAddressTypes, resource.type) ?? resource.type, reason, fix)];
    }
  },
};
