import { unknownFlag, unknownList, unknownText } from "../../stack";
import { type EscapeCase } from "../escapeCases";
import { own } from "../own";
import {
  add,
  ec2,
  instance,
  networkInterface,
  nicTemplate,
  rowOf,
  subnet,
  template,
  vmGroup,
} from "../shapes";

const elastic = rowOf(7, "no-elastic-ip");
const atLaunch = rowOf(8, "no-public-address");
const byDefault = rowOf(9, "no-default-network");

const inVm = { subnetId: unknownText };
const ecs = add("ecs");
const lambda = add("lambda");

/** Rows 7 to 9: public addresses, and the network that gives them. */
export const addresses: readonly EscapeCase[] = [
  elastic.escape("an address that nothing has", ec2("Eip", "ip", { domain: "vpc" })),
  elastic.escape("an address of a machine", [
    instance("vm"),
    ec2("Eip", "ip", { instance: unknownText }, { instance: ["vm"] }),
  ]),
  elastic.escape(
    "an address of a machine by its literal id",
    ec2("Eip", "ip", { instance: "i-0123456789abcdef0" }),
  ),
  elastic.escape("an address of an interface", [
    networkInterface("nic"),
    ec2("Eip", "ip", { networkInterface: unknownText }, { networkInterface: ["nic"] }),
  ]),
  elastic.escape(
    "the association of an address from outside, by its literal id",
    ec2("EipAssociation", "association", { allocationId: "eipalloc-1", instanceId: "i-1" }),
  ),
  elastic.escape(
    "the public name of an address",
    ec2("EipDomainName", "name", { allocationId: "eipalloc-1" }),
  ),
  elastic.escape("an address of somebody's own pool", ec2("Eip", "ip", { publicIpv4Pool: "ipv4pool-ec2-1" })),
  elastic.twin(
    "an interface with a private address",
    networkInterface("nic", { privateIps: ["10.130.0.77"] }),
  ),

  atLaunch.escape("a subnet that gives them", subnet("more", { mapPublicIpOnLaunch: true })),
  atLaunch.escape("a subnet of which it is not known", subnet("more", { mapPublicIpOnLaunch: unknownFlag })),
  atLaunch.escape("one of our subnets, changed", [], {
    changes: { [own.workersSubnet]: { mapPublicIpOnLaunch: true } },
  }),
  atLaunch.escape("a machine that asks for one", instance("vm", { associatePublicIpAddress: true })),
  atLaunch.escape("a machine that does not say", instance("vm", { associatePublicIpAddress: undefined })),
  atLaunch.escape(
    "a machine of which it is not known",
    instance("vm", { associatePublicIpAddress: unknownFlag }),
  ),
  atLaunch.escape(
    "a spot machine that asks for one",
    ec2(
      "SpotInstanceRequest",
      "spot",
      { ...inVm, associatePublicIpAddress: true },
      { subnetId: [own.workersSubnet] },
    ),
  ),
  atLaunch.escape(
    "a launch configuration",
    ec2("LaunchConfiguration", "old", { associatePublicIpAddress: true }),
  ),
  atLaunch.escape("a launch configuration that does not say", ec2("LaunchConfiguration", "old")),
  atLaunch.escape(
    "a template's interface that asks",
    nicTemplate("vms", { associatePublicIpAddress: "true" }),
  ),
  atLaunch.escape(
    "a template's interface that does not say",
    nicTemplate("vms", { associatePublicIpAddress: undefined }),
  ),
  atLaunch.escape(
    "a template of whose interfaces nothing is known",
    template("vms", { networkInterfaces: unknownList }),
  ),
  atLaunch.escape("our workers' template, changed", [], {
    changes: { [own.workerTemplate]: { networkInterfaces: [{ associatePublicIpAddress: "true" }] } },
  }),
  atLaunch.escape(
    "a spot fleet's machines",
    ec2("SpotFleetRequest", "spots", {
      launchSpecifications: [{ ami: "ami-1", subnetId: "subnet-1", associatePublicIpAddress: true }],
    }),
  ),
  atLaunch.escape(
    "a fleet of a template from outside, by its literal id",
    ec2("Fleet", "fleet", {
      launchTemplateConfigs: [{ launchTemplateSpecification: { launchTemplateId: "lt-1", version: "1" } }],
    }),
  ),
  atLaunch.escape(
    "a group of a template from outside, by its literal id",
    vmGroup("vms", { launchTemplate: { id: "lt-0123456789abcdef0", version: "1" } }),
  ),
  atLaunch.escape(
    "a group of a mix with a template from outside, by its name",
    vmGroup("vms", {
      launchTemplate: undefined,
      mixedInstancesPolicy: {
        launchTemplate: { launchTemplateSpecification: { launchTemplateName: "theirs", version: "1" } },
      },
    }),
  ),
  atLaunch.escape(
    "a group of a launch configuration from outside",
    vmGroup("vms", { launchTemplate: undefined, launchConfiguration: "theirs" }),
  ),
  atLaunch.escape(
    "tasks of a service",
    ecs(
      "Service",
      "tasks",
      { networkConfiguration: { subnets: [unknownText], assignPublicIp: true } },
      { networkConfiguration: [own.workersSubnet] },
    ),
  ),
  atLaunch.escape(
    "tasks of a set",
    ecs("TaskSet", "tasks", { networkConfiguration: { assignPublicIp: true } }),
  ),
  atLaunch.escape(
    "tasks of a schedule",
    add("scheduler")("Schedule", "tasks", {
      target: { ecsParameters: { networkConfiguration: { assignPublicIp: true } } },
    }),
  ),
  atLaunch.escape(
    "tasks of an event's rule",
    add("cloudwatch")("EventTarget", "tasks", {
      ecsTarget: { networkConfiguration: { assignPublicIp: true } },
    }),
  ),
  atLaunch.twin("a machine that says false", instance("vm")),
  atLaunch.twin("a subnet that says nothing, as AWS then gives none", subnet("more")),
  atLaunch.twin("a template's interface that says false", nicTemplate("vms")),
  atLaunch.twin("a group of the workers' template", vmGroup("vms")),

  byDefault.escape("the default VPC", ec2("DefaultVpc", "default")),
  byDefault.escape(
    "a default subnet that gives no public address",
    ec2("DefaultSubnet", "default", { availabilityZone: "us-east-1a", mapPublicIpOnLaunch: false }),
  ),
  byDefault.escape("a machine without a subnet", instance("vm", { subnetId: undefined })),
  byDefault.escape(
    "a machine in a subnet from outside, by its literal id",
    instance("vm", { subnetId: "subnet-0123456789abcdef0" }, { subnetId: [] }),
  ),
  byDefault.escape("a machine in nobody knows which subnet", instance("vm", {}, { subnetId: [] })),
  byDefault.escape("a spot machine without a subnet", ec2("SpotInstanceRequest", "spot")),
  byDefault.escape(
    "a group in zones alone",
    vmGroup("vms", { vpcZoneIdentifiers: undefined, availabilityZones: ["us-east-1a"] }),
  ),
  byDefault.escape(
    "a group one of whose subnets is from outside",
    vmGroup("vms", { vpcZoneIdentifiers: [unknownText, "subnet-0123456789abcdef0"] }),
  ),
  byDefault.escape(
    "a function without subnets",
    lambda("Function", "function", { vpcConfig: { subnetIds: [], securityGroupIds: [] } }),
  ),
  byDefault.escape("the scaler, in a subnet from outside", [], {
    changes: { [own.scaler]: { vpcConfig: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] } } },
  }),
  byDefault.escape("a template without groups and interfaces", template("vms")),
  byDefault.escape("a template with names of groups", template("vms", { securityGroupNames: ["default"] })),
  byDefault.escape(
    "an interface in a subnet from outside",
    ec2("NetworkInterface", "nic", { subnetId: "subnet-0123456789abcdef0" }),
  ),
  byDefault.escape(
    "a security group without a VPC",
    ec2("SecurityGroup", "group", { ingress: [], egress: [] }),
  ),
  byDefault.escape(
    "a subnet of a VPC from outside",
    ec2("Subnet", "far", { vpcId: "vpc-1", cidrBlock: "10.9.0.0/24" }),
  ),
  byDefault.twin("a group in the workers' subnet", vmGroup("vms")),
  byDefault.twin("a machine with an interface of ours", [
    networkInterface("nic"),
    instance(
      "vm",
      {
        ...{ subnetId: undefined, vpcSecurityGroupIds: undefined, associatePublicIpAddress: undefined },
        primaryNetworkInterface: { networkInterfaceId: unknownText },
      },
      { subnetId: [], vpcSecurityGroupIds: [], primaryNetworkInterface: ["nic"] },
    ),
  ]),
];
