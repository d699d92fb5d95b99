import { unknownText } from "../../stack";
import { type EscapeCase } from "../escapeCases";
import { own } from "../own";
import { add, instance, rowOf, vmGroup } from "../shapes";

const lattice = rowOf(30, "no-lattice");
const verified = rowOf(31, "no-verified-access");

/** Rows 30 and 31: services that publish what is in the network. */
export const publishing: readonly EscapeCase[] = [
  ...["Service", "ServiceNetwork", "ServiceNetworkVpcAssociation", "ServiceNetworkServiceAssociation"]
    .concat("ServiceNetworkResourceAssociation", "ResourceGateway", "ResourceConfiguration", "ResourcePolicy")
    .concat("TargetGroup", "TargetGroupAttachment", "AuthPolicy", "Listener")
    .map((kind) => lattice.escape(`its ${kind}`, add("vpclattice")(kind, "lattice", { authType: "NONE" }))),
  lattice.escape("our own VPC in a service network from outside", [
    add("vpclattice")(
      "ServiceNetworkVpcAssociation",
      "lattice",
      { serviceNetworkIdentifier: "sn-1", vpcIdentifier: unknownText },
      { vpcIdentifier: [own.vpc] },
    ),
  ]),
  lattice.escape(
    "VMs as its targets",
    vmGroup("vms", { trafficSources: [{ type: "vpc-lattice", identifier: unknownText }] }),
  ),
  lattice.escape("our mirrors as its targets, by an ARN", [], {
    changes: {
      [own.mirrorGroup]: {
        trafficSources: [{ identifier: "arn:aws:vpc-lattice:us-east-1:999999999999:targetgroup/tg-1" }],
      },
    },
  }),
  lattice.escape(
    "VMs as its targets, outside their group",
    add("autoscaling")("TrafficSourceAttachment", "more", { trafficSource: { type: "vpc-lattice" } }),
  ),
  lattice.escape(
    "tasks as its targets",
    add("ecs")("Service", "tasks", { vpcLatticeConfigurations: [{ portName: "http" }] }),
  ),
  lattice.twin(
    "VMs as targets of our own balancer",
    vmGroup(
      "vms",
      { trafficSources: [{ type: "elbv2", identifier: unknownText }] },
      { trafficSources: [own.targetGroup] },
    ),
  ),

  ...["Endpoint", "Group", "Instance", "TrustProvider", "InstanceTrustProviderAttachment"].map((kind) =>
    verified.escape(
      `its ${kind}`,
      add("verifiedaccess")(kind, "access", { verifiedAccessInstanceId: "vai-1" }),
    ),
  ),
  verified.escape(
    "an endpoint for our own balancer",
    add("verifiedaccess")(
      "Endpoint",
      "access",
      {
        ...{ endpointType: "load-balancer", attachmentType: "vpc", applicationDomain: "builds.example.org" },
        loadBalancerOptions: { loadBalancerArn: unknownText, port: 443, protocol: "https" },
      },
      { loadBalancerOptions: [own.balancer] },
    ),
  ),
  verified.twin("a machine without it", instance("vm")),
];
