import { resource, unknownList, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";

const endpoint = (props: object) => resource("aws:ec2/vpcEndpoint:VpcEndpoint", "endpoint", { ...props });
const groups = { vpcEndpointType: "Interface", securityGroupIds: [unknownText], subnetIds: unknownList };
const to = (serviceName: string, props: object = groups) => endpoint({ serviceName, ...props });

export const cases: RuleCases = {
  accepts: {
    "a listed service with a group that does not exist yet": {
      resources: [to("com.amazonaws.eu-central-1.ec2")],
    },
    "a gateway endpoint, which has no groups": {
      resources: [to("com.amazonaws.eu-central-1.dynamodb", { vpcEndpointType: "Gateway" })],
    },
    "a gateway endpoint by default, in another partition": {
      resources: [to("com.amazonaws.us-gov-west-1.s3", {})],
    },
    "a service that the operator lists": {
      resources: [to("com.amazonaws.eu-central-1.ecr.api")],
      options: { services: ["ecr.api"] },
    },
  },
  refuses: {
    "a service that is not listed": {
      resources: [to("com.amazonaws.eu-central-1.ssmmessages")],
      finds: [["refused", "endpoint", "serviceName"]],
    },
    "someone's own endpoint service": {
      resources: [to("com.amazonaws.vpce.eu-central-1.vpce-svc-0e123abc123198abc")],
      finds: [["refused", "endpoint", "serviceName"]],
    },
    "a name that only ends like a listed one": {
      resources: [to("com.example.eu-central-1.ec2")],
      finds: [["refused", "endpoint", "serviceName"]],
    },
    "a service that is not known": {
      resources: [to(unknownText)],
      finds: [["undetermined", "endpoint", "serviceName"]],
    },
    "no service but a resource of VPC Lattice": {
      resources: [endpoint({ ...groups, resourceConfigurationArn: unknownText })],
      finds: [
        ["refused", "endpoint", "serviceName"],
        ["refused", "endpoint", "resourceConfigurationArn"],
      ],
    },
    "another Region": {
      resources: [to("com.amazonaws.eu-central-1.ec2", { ...groups, serviceRegion: "us-east-1" })],
      finds: [["refused", "endpoint", "serviceRegion"]],
    },
    "an interface in the default group": {
      resources: [to("com.amazonaws.eu-central-1.ec2", { vpcEndpointType: "Interface" })],
      finds: [["refused", "endpoint", "securityGroupIds"]],
    },
    "tables, subnets and groups outside its declaration": {
      resources: [
        resource("aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation", "table"),
        resource("aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation", "subnet"),
        resource("aws:ec2/securityGroupAssociation:SecurityGroupAssociation", "group"),
        resource("aws:vpc/endpointPrivateDns:EndpointPrivateDns", "names"),
      ],
      finds: [
        ["refused", "group"],
        ["refused", "table"],
        ["refused", "subnet"],
        ["refused", "names"],
      ],
    },
    "another kind of endpoint": {
      resources: [to("com.amazonaws.eu-central-1.ec2", { vpcEndpointType: "GatewayLoadBalancer" })],
      finds: [["refused", "endpoint", "vpcEndpointType"]],
    },
  },
};
