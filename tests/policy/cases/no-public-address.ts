import { resource, unknownFlag, unknownList, unknownObject, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";

const subnet = (props: object) =>
  resource("aws:ec2/subnet:Subnet", "subnet", { cidrBlock: "10.130.0.0/24", ...props });
const template = (props: object) =>
  resource("aws:ec2/launchTemplate:LaunchTemplate", "template", { ...props });
const instance = (props: object) => resource("aws:ec2/instance:Instance", "vm", { ...props });
const nic = (props: object) => template({ networkInterfaces: [props] });

export const cases: RuleCases = {
  accepts: {
    "a subnet that says false": { resources: [subnet({ mapPublicIpOnLaunch: false })] },
    "a subnet that says nothing, as AWS then gives none": { resources: [subnet({})] },
    "a template whose interface says false": { resources: [nic({ associatePublicIpAddress: false })] },
    "a template whose interface says false as a text, as AWS's provider does": {
      resources: [nic({ associatePublicIpAddress: "false" })],
    },
    "a template with groups that do not exist yet and no interface, as the subnet decides": {
      resources: [template({ vpcSecurityGroupIds: [unknownText], networkInterfaces: [] })],
    },
    "a template whose subnet and groups are not known yet": {
      resources: [
        nic({ associatePublicIpAddress: "false", subnetId: unknownText, securityGroups: [unknownText] }),
      ],
    },
    "an instance in a subnet that says false": {
      resources: [instance({ associatePublicIpAddress: false, subnetId: unknownText })],
    },
  },
  refuses: {
    "a public subnet": {
      resources: [subnet({ mapPublicIpOnLaunch: true })],
      finds: [["refused", "subnet", "mapPublicIpOnLaunch"]],
    },
    "a subnet of which it is not known": {
      resources: [subnet({ mapPublicIpOnLaunch: unknownFlag })],
      finds: [["undetermined", "subnet", "mapPublicIpOnLaunch"]],
    },
    "a subnet with an Outpost's address pool": {
      resources: [subnet({ customerOwnedIpv4Pool: unknownText, mapCustomerOwnedIpOnLaunch: true })],
      finds: [
        ["refused", "subnet", "mapCustomerOwnedIpOnLaunch"],
        ["refused", "subnet", "customerOwnedIpv4Pool"],
      ],
    },
    "a template without interfaces and groups, which fits the default VPC": {
      resources: [template({ vpcSecurityGroupIds: [] })],
      finds: [["refused", "template", "vpcSecurityGroupIds"]],
    },
    "a template whose interface does not say: not set is not false": {
      resources: [nic({ subnetId: "subnet-1" })],
      finds: [["refused", "template", "networkInterfaces[0].associatePublicIpAddress"]],
    },
    "a template whose interface says true, as a text": {
      resources: [nic({ associatePublicIpAddress: "true", associateCarrierIpAddress: "true" })],
      finds: [
        ["refused", "template", "networkInterfaces[0].associatePublicIpAddress"],
        ["refused", "template", "networkInterfaces[0].associateCarrierIpAddress"],
      ],
    },
    "a template of whose interfaces nothing is known": {
      resources: [template({ networkInterfaces: unknownList })],
      finds: [["undetermined", "template", "networkInterfaces"]],
    },
    "a template one of whose interfaces is not known": {
      resources: [template({ networkInterfaces: [{ associatePublicIpAddress: "false" }, unknownObject] })],
      finds: [["undetermined", "template", "networkInterfaces[1]"]],
    },
    "an instance that does not say, outside any subnet of the stack": {
      resources: [instance({})],
      finds: [
        ["refused", "vm", "associatePublicIpAddress"],
        ["refused", "vm", "subnetId"],
      ],
    },
    "an Elastic IP address": { resources: [resource("aws:ec2/eip:Eip", "ip")], finds: [["refused", "ip"]] },
    "the default VPC": {
      resources: [resource("aws:ec2/defaultVpc:DefaultVpc", "default")],
      finds: [["refused", "default"]],
    },
  },
};
