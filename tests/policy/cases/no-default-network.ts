import { resource, type TestResource, unknownList, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";

const vpc = resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.130.0.0/16" });
const subnet = resource(
  "aws:ec2/subnet:Subnet",
  "subnet",
  { vpcId: unknownText },
  { sources: { vpcId: ["vpc"] } },
);
const instance = (props: object, from: readonly string[] = ["subnet"]): TestResource =>
  resource("aws:ec2/instance:Instance", "vm", { ...props }, { sources: { subnetId: from } });
const template = (props: object) =>
  resource("aws:ec2/launchTemplate:LaunchTemplate", "template", { ...props });
const group = (props: object, from: readonly string[] = ["subnet"]) =>
  resource("aws:autoscaling/group:Group", "group", { ...props }, { sources: { vpcZoneIdentifiers: from } });
const lambda = (props: object, from: readonly string[] = ["subnet"]) =>
  resource("aws:lambda/function:Function", "function", { ...props }, { sources: { vpcConfig: from } });
const inOwn = [vpc, subnet];

export const cases: RuleCases = {
  accepts: {
    "a machine, a group and a function in subnets that do not exist yet": {
      resources: [
        ...inOwn,
        instance({ subnetId: unknownText }),
        group({ vpcZoneIdentifiers: [unknownText] }),
        lambda({ vpcConfig: { subnetIds: [unknownText], securityGroupIds: [unknownText] } }),
      ],
    },
    "a machine in a subnet by its id": {
      resources: [
        resource(
          "aws:ec2/subnet:Subnet",
          "home",
          { id: "subnet-1", vpcId: unknownText },
          {
            sources: { vpcId: ["vpc"] },
          },
        ),
        vpc,
        instance({ subnetId: "subnet-1" }, []),
      ],
    },
    "a machine with an interface that is there already": {
      resources: [instance({ primaryNetworkInterface: { networkInterfaceId: unknownText } })],
    },
    "a template with groups and no interface, as who launches names the subnet": {
      resources: [template({ vpcSecurityGroupIds: [unknownText], networkInterfaces: [] })],
    },
    "a template with an interface": { resources: [template({ networkInterfaces: [{ deviceIndex: 0 }] })] },
    "a group of the stack's VPC": {
      resources: [
        vpc,
        resource(
          "aws:ec2/securityGroup:SecurityGroup",
          "sg",
          { vpcId: unknownText },
          { sources: { vpcId: ["vpc"] } },
        ),
      ],
    },
  },
  refuses: {
    "the default VPC": {
      resources: [resource("aws:ec2/defaultVpc:DefaultVpc", "default")],
      finds: [["refused", "default"]],
    },
    "a default subnet": {
      resources: [resource("aws:ec2/defaultSubnet:DefaultSubnet", "default", { mapPublicIpOnLaunch: false })],
      finds: [["refused", "default"]],
    },
    "a machine without a subnet": { resources: [instance({})], finds: [["refused", "vm", "subnetId"]] },
    "a machine without a subnet, and what AWS's provider answers for interfaces": {
      resources: [instance({ networkInterfaces: [] })],
      finds: [["refused", "vm", "subnetId"]],
    },
    "a machine in a subnet that the stack does not declare": {
      resources: [...inOwn, instance({ subnetId: "subnet-foreign" }, [])],
      finds: [["refused", "vm", "subnetId"]],
    },
    "a machine in nobody knows which subnet": {
      resources: [instance({ subnetId: unknownText }, [])],
      finds: [["undetermined", "vm", "subnetId"]],
    },
    "a group in zones alone": {
      resources: [group({ availabilityZones: ["eu-central-1a"] })],
      finds: [["refused", "group", "vpcZoneIdentifiers"]],
    },
    "a group one of whose subnets is somebody else's": {
      resources: [...inOwn, group({ vpcZoneIdentifiers: [unknownText, "subnet-foreign"] })],
      finds: [["refused", "group", "vpcZoneIdentifiers[1]"]],
    },
    "a group of whose subnets nothing is known": {
      resources: [group({ vpcZoneIdentifiers: unknownList }, [])],
      finds: [["undetermined", "group", "vpcZoneIdentifiers"]],
    },
    "a function without subnets": {
      resources: [lambda({ vpcConfig: { subnetIds: [], securityGroupIds: [] } })],
      finds: [["refused", "function", "vpcConfig.subnetIds"]],
    },
    "a template without interfaces and groups, which fits the default VPC": {
      resources: [template({ vpcSecurityGroupIds: [] })],
      finds: [["refused", "template", "vpcSecurityGroupIds"]],
    },
    "a template with names of groups, which are the default VPC's": {
      resources: [template({ securityGroupNames: ["default"], vpcSecurityGroupIds: [unknownText] })],
      finds: [["refused", "template", "securityGroupNames"]],
    },
    "a spot fleet and a fleet without subnets": {
      resources: [
        resource("aws:ec2/spotFleetRequest:SpotFleetRequest", "spots", {
          launchSpecifications: [{ ami: "ami-1" }],
        }),
        resource("aws:ec2/fleet:Fleet", "fleet", { launchTemplateConfigs: [{ overrides: [{}] }] }),
      ],
      finds: [
        ["refused", "fleet", "launchTemplateConfigs[0].overrides[0].subnetId"],
        ["refused", "spots", "launchSpecifications[0].subnetId"],
      ],
    },
    "a group without a VPC, which is made in the default one": {
      resources: [resource("aws:ec2/securityGroup:SecurityGroup", "sg", {})],
      finds: [["refused", "sg", "vpcId"]],
    },
    "a subnet of a VPC that the stack does not declare": {
      resources: [resource("aws:ec2/subnet:Subnet", "far", { vpcId: "vpc-foreign" })],
      finds: [["refused", "far", "vpcId"]],
    },
  },
};
