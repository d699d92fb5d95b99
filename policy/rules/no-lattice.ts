import { controls } from "../controls";
import { denied, deniedName } from "../denied/denied";
import { expect, expectUnset } from "../expect";
import { insides } from "../facts/insides";
import { type ResourceFacts } from "../facts/resource";
import { type Finding, type Rule, undetermined } from "../rule";

const id = "no-lattice";
const groupType = "aws:autoscaling/group:Group";
const serviceType = "aws:ecs/service:Service";
const fix = "Remove it. Other networks are reached through the build network, over the VPN.";
const reason = "VPC Lattice joins services of any VPC and account past route tables and gateways.";

/** Source: Auto Scaling API, TrafficSourceIdentifier, Type: `elb`, `elbv2` or `vpc-lattice`; told by the ARN if it is not set. */
function checkGroup(group: ResourceFacts): readonly Finding[] {
  return insides(group.props, "trafficSources[]").flatMap((source) => {
    if ("unknown" in source) return [undetermined([group, source.path], source.unknown, reason, fix)];
    const { path, props } = source;
    const type = props.text("type");
    const [property, fact] =
      type.state === "absent" ? ["identifier", props.text("identifier")] : ["type", type];
    return expect({
      ...{ resource: group, property: `${path}${property}`, fact, reason, fix },
      accepts: (value) => !value.includes("vpc-lattice"),
      absentIs: "accepted",
    });
  });
}

/** Source: ECS API, VpcLatticeConfiguration. */
function checkService(service: ResourceFacts): readonly Finding[] {
  const property = "vpcLatticeConfigurations";
  return expectUnset(service, property, service.props.get(property), reason, fix);
}

export const noLattice: Rule = {
  id,
  title: "There is no VPC Lattice, and no VM or task is a target of it.",
  control: controls.oneLink,
  severity: "critical",
  frameworks: { nist: ["SC-7(4)", "SC-7(5)", "AC-4"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/vpc-lattice/latest/ug/what-is-vpc-lattice.html",
  cause:
    "Anything of VPC Lattice: a service network, service, target group, resource gateway or configuration, an association or policy; VMs or tasks as its targets.",
  fix,
  judges: (type) => type === groupType || type === serviceType || deniedName(id, type) !== undefined,
  check(resource) {
    if (resource.type === groupType) return checkGroup(resource);
    return resource.type === serviceType ? checkService(resource) : denied(id, resource, reason, fix);
  },
};
