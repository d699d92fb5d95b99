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
    "an instance whose interface is there already, and gets no address": {
      resources: [instance({ primaryNetworkInterface: { networkInterfaceId: unknownText } })],
    },
    "a group whose template is of the stack": {
      resources: [
        template({ vpcSecurityGroupIds: [unknownText] }),
        resource(
          "aws:autoscaling/group:Group",
          "group",
          { launchTemplate: { id: unknownText, version: "1" } },
          { sources: { launchTemplate: ["template"] } },
        ),
      ],
    },
    "a pipe's task that gets none": {
      resources: [
        resource("aws:pipes/pipe:Pipe", "pipe", {
          targetParameters: {
            ecsTaskParameters: {
              networkConfiguration: { awsVpcConfiguration: { assignPublicIp: "DISABLED" } },
            },
          },
        }),
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
    "a template whose interface does not say: not set is not false": {
      resources: [nic({ subnetId: "subnet-1" })],
      finds: [["refused", "template", "networkInterfaces[0].associatePublicIpAddress"]],
    },
    "a template whose interface says true, as a text": {
      resources: [nic({ associatePublicIpAddress: "true" })],
      finds: [["refused", "template", "networkInterfaces[0].associatePublicIpAddress"]],
    },
    "a template of whose interfaces nothing is known": {
      resources: [template({ networkInterfaces: unknownList })],
      finds: [["undetermined", "template", "networkInterfaces"]],
    },
    "a template one of whose interfaces is not known": {
      resources: [template({ networkInterfaces: [{ associatePublicIpAddress: "false" }, unknownObject] })],
      finds: [["undetermined", "template", "networkInterfaces[1]"]],
    },
    "an instance that does not say": {
      resources: [instance({})],
      finds: [["refused", "vm", "associatePublicIpAddress"]],
    },
    "a spot instance, a launch configuration and a spot fleet that do not say": {
      resources: [
        resource("aws:ec2/spotInstanceRequest:SpotInstanceRequest", "spot", {}),
        resource("aws:ec2/launchConfiguration:LaunchConfiguration", "configuration", {}),
        resource("aws:ec2/spotFleetRequest:SpotFleetRequest", "fleet", {
          launchSpecifications: [{ associatePublicIpAddress: false }, {}],
        }),
      ],
      finds: [
        ["refused", "configuration", "associatePublicIpAddress"],
        ["refused", "fleet", "launchSpecifications[1].associatePublicIpAddress"],
        ["refused", "spot", "associatePublicIpAddress"],
      ],
    },
    "tasks that ask for one, by a service, a schedule, a rule or a pipe": {
      resources: [
        resource("aws:ecs/service:Service", "tasks", { networkConfiguration: { assignPublicIp: true } }),
        resource("aws:scheduler/schedule:Schedule", "schedule", {
          target: { ecsParameters: { networkConfiguration: { assignPublicIp: true } } },
        }),
        resource("aws:cloudwatch/eventTarget:EventTarget", "rule", {
          ecsTarget: { networkConfiguration: { assignPublicIp: true } },
        }),
        resource("aws:pipes/pipe:Pipe", "pipe", {
          targetParameters: {
            ecsTaskParameters: {
              networkConfiguration: { awsVpcConfiguration: { assignPublicIp: "ENABLED" } },
            },
          },
        }),
      ],
      finds: [
        ["refused", "rule", "ecsTarget.networkConfiguration.assignPublicIp"],
        ["refused", "tasks", "networkConfiguration.assignPublicIp"],
        [
          "refused",
          "pipe",
          "targetParameters.ecsTaskParameters.networkConfiguration.awsVpcConfiguration.assignPublicIp",
        ],
        ["refused", "schedule", "target.ecsParameters.networkConfiguration.assignPublicIp"],
      ],
    },
    "a template that the stack does not declare": {
      resources: [
        resource("aws:autoscaling/group:Group", "group", {
          launchTemplate: { id: "lt-foreign", version: "1" },
        }),
        resource("aws:ec2/fleet:Fleet", "fleet", {
          launchTemplateConfigs: [{ launchTemplateSpecification: { launchTemplateName: "theirs" } }],
        }),
        resource("aws:autoscaling/group:Group", "mixed", {
          mixedInstancesPolicy: {
            launchTemplate: { launchTemplateSpecification: { launchTemplateId: unknownText } },
          },
        }),
      ],
      finds: [
        ["refused", "group", "launchTemplate.id"],
        [
          "undetermined",
          "mixed",
          "mixedInstancesPolicy.launchTemplate.launchTemplateSpecification.launchTemplateId",
        ],
        ["refused", "fleet", "launchTemplateConfigs[0].launchTemplateSpecification.launchTemplateName"],
      ],
    },
  },
};
