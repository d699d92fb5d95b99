import { resource, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";

const group = (source: object) =>
  resource("aws:autoscaling/group:Group", "group", { trafficSources: [{ ...source }] });
const refuse = (type: string) => ({ resources: [resource(type, "it")], finds: [["refused", "it"]] as const });

export const cases: RuleCases = {
  accepts: {
    "VMs that are targets of a load balancer": {
      resources: [group({ type: "elbv2", identifier: unknownText })],
    },
    "what AWS's provider answers for tasks without it": {
      resources: [resource("aws:ecs/service:Service", "tasks", { vpcLatticeConfigurations: [] })],
    },
  },
  refuses: {
    "a VPC's association": refuse("aws:vpclattice/serviceNetworkVpcAssociation:ServiceNetworkVpcAssociation"),
    "a service": refuse("aws:vpclattice/service:Service"),
    "a resource gateway": refuse("aws:vpclattice/resourceGateway:ResourceGateway"),
    "traffic of VMs outside their group": refuse(
      "aws:autoscaling/trafficSourceAttachment:TrafficSourceAttachment",
    ),
    "VMs as its targets": {
      resources: [group({ type: "vpc-lattice", identifier: unknownText })],
      finds: [["refused", "group", "trafficSources[0].type"]],
    },
    "VMs as its targets, by the ARN alone": {
      resources: [group({ identifier: "arn:aws:vpc-lattice:eu-central-1:123456789012:targetgroup/tg-1" })],
      finds: [["refused", "group", "trafficSources[0].identifier"]],
    },
    "VMs as targets of nobody knows what": {
      resources: [group({ identifier: unknownText })],
      finds: [["undetermined", "group", "trafficSources[0].identifier"]],
    },
    "tasks as its targets": {
      resources: [
        resource("aws:ecs/service:Service", "tasks", { vpcLatticeConfigurations: [{ portName: "http" }] }),
      ],
      finds: [["refused", "tasks", "vpcLatticeConfigurations"]],
    },
  },
};
