import { controls } from "../controls";
import { denied, deniedName } from "../denied/denied";
import { expect } from "../expect";
import { insides } from "../facts/insides";
import { type ResourceFacts } from "../facts/resource";
import { type Finding, refused, type Rule, undetermined } from "../rule";

const id = "no-lattice";
const groupType = "aws:autoscaling/group:Group";
const serviceType = "aws:ecs/service:Service";
const fix = "Remove it. Other networks are reached through the build network, over the VPN.";
const reason = "VPC Lattice joins services of any VPC and account past route tables, and gateways.";

/** Source: Auto Scaling API, TrafficSourceIdentifier, Type: `elb`, `elbv2` or `vpc-lattice`; told by the ARN if it is not set. */
function checkGroup(group: ResourceFacts): readonly Finding[] {
  return insides(group.props, "trafficSources[]").flatMap((source) => {
    if ("unknown" in source) return [undetermined([group, source.path], source.unknown, reason, fix)];
    const { path, props } = source;
    return [
      ...expect({
        ...{ resource: group, property: `${path}type`, fact: props.text("type"), reason, fix },
        accepts: (type) => type !== "vpc-lattice",
        absentIs: "accepted",
      }),
      ...expect({
        ...{ resource: group, property: `${path}identifier`, reason, fix },
        // What of this stack it will be, types tell: no target group of Lattice may be declared.
        fact: group.sources("trafficSources").length > 0 ? known(props.text("identifier")) : props.text("identifier"),
        accepts: (arn) => !arn.includes(":vpc-lattice:"),
        absentIs: "accepted",
      }),
    ];
  });
}
