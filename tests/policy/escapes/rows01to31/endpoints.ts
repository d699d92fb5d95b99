import { unknownText } from "../../stack";
import { type EscapeCase } from "../escapeCases";
import { own, ownAccount } from "../own";
import { add, ec2, endpoint, instance, ownThings, policy, rowOf } from "../shapes";

const consumer = rowOf(27, "listed-endpoints-only");
const provider = rowOf(28, "no-endpoint-service");
const policies = rowOf(29, "closed-endpoint-policies");

const closed = { policy: policy(ownThings(ownAccount)) };
const byId = { vpcEndpointId: "vpce-0123456789abcdef0" };
const ofEndpoint = { vpcEndpointId: [own.s3Endpoint] };
const gatewayTo = (service: string, props: object) =>
  ec2(
    "VpcEndpoint",
    "way",
    {
      ...{
        vpcId: unknownText,
        vpcEndpointType: "Gateway",
        serviceName: `com.amazonaws.us-east-1.${service}`,
      },
      ...{ routeTableIds: [unknownText], ...props },
    },
    { vpcId: [own.vpc], routeTableIds: [own.endpointsTable] },
  );
const is = (statement: object) => ({ policy: policy({ ...statement }) });
const bound = (key: string, value: unknown, operator = "StringEquals") =>
  is({ Condition: { [operator]: { [key]: value } } });
const ourS3Is = (props: object) => ({ changes: { [own.s3Endpoint]: { ...props } } });

/** Rows 27 to 29: services that are reached by endpoints, and those that are offered. */
export const endpoints: readonly EscapeCase[] = [
  consumer.escape("a service of AWS that is not listed", endpoint("way", "execute-api", closed)),
  consumer.escape(
    "somebody's own service",
    endpoint("way", "ec2", {
      ...closed,
      serviceName: "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0",
    }),
  ),
  consumer.escape(
    "a service that is not known",
    endpoint("way", "ec2", { ...closed, serviceName: unknownText }),
  ),
  consumer.escape(
    "a service of another region",
    endpoint("way", "ec2", { ...closed, serviceRegion: "eu-west-1" }),
  ),
  consumer.escape(
    "a resource of VPC Lattice",
    endpoint("way", "ec2", {
      ...{ serviceName: undefined, vpcEndpointType: "Resource" },
      resourceConfigurationArn: "arn:aws:vpc-lattice:us-east-1:999999999999:resourceconfiguration/rcfg-1",
    }),
  ),
  consumer.escape(
    "a service network",
    endpoint("way", "ec2", {
      ...{ serviceName: undefined, vpcEndpointType: "ServiceNetwork" },
      serviceNetworkArn: "arn:aws:vpc-lattice:us-east-1:999999999999:servicenetwork/sn-1",
    }),
  ),
  consumer.escape(
    "a gateway balancer's service",
    endpoint("way", "ec2", {
      ...{ vpcEndpointType: "GatewayLoadBalancer" },
      serviceName: "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0",
    }),
  ),
  consumer.escape(
    "an interface in the default group",
    endpoint("way", "sqs", { ...closed, securityGroupIds: undefined }),
  ),
  consumer.escape(
    "a table given to our endpoint outside its declaration",
    ec2(
      "VpcEndpointRouteTableAssociation",
      "more",
      { vpcEndpointId: unknownText, routeTableId: unknownText },
      { ...ofEndpoint, routeTableId: [own.endpointsTable] },
    ),
  ),
  consumer.escape(
    "a table given to an endpoint from outside, by its literal id",
    ec2(
      "VpcEndpointRouteTableAssociation",
      "more",
      { ...byId, routeTableId: unknownText },
      { routeTableId: [own.workersTable] },
    ),
  ),
  consumer.escape(
    "a subnet given to an endpoint from outside",
    ec2("VpcEndpointSubnetAssociation", "more", byId),
  ),
  consumer.escape("a group given to an endpoint from outside", ec2("SecurityGroupAssociation", "more", byId)),
  consumer.escape("names given to an endpoint from outside", add("vpc")("EndpointPrivateDns", "more", byId)),
  consumer.twin("a listed service, for our own things", endpoint("way", "sqs", closed)),

  provider.escape("a service", ec2("VpcEndpointService", "service", { acceptanceRequired: true })),
  provider.escape(
    "a service of our own balancer, for anybody",
    ec2(
      "VpcEndpointService",
      "service",
      { acceptanceRequired: false, allowedPrincipals: ["*"], networkLoadBalancerArns: [unknownText] },
      { networkLoadBalancerArns: [own.balancer] },
    ),
  ),
  provider.escape(
    "a principal that may use a service from outside",
    ec2("VpcEndpointServiceAllowedPrinciple", "who", { principalArn: "arn:aws:iam::999999999999:root" }),
  ),
  provider.escape(
    "the acceptance of an endpoint",
    ec2("VpcEndpointConnectionAccepter", "accept", { vpcEndpointServiceId: "vpce-svc-1", ...byId }),
  ),
  provider.escape(
    "a service's name",
    add("vpc")("EndpointServicePrivateDnsVerification", "name", { serviceId: "vpce-svc-1" }),
  ),
  provider.twin("a machine that the build network reaches by the VPN", instance("vm")),

  policies.escape("no policy at S3, which lets everything through", gatewayTo("s3", {})),
  policies.escape("no policy at DynamoDB", gatewayTo("dynamodb", {})),
  policies.escape("no policy at an interface", endpoint("way", "sts", {})),
  policies.escape("our own S3 endpoint without its policy", [], ourS3Is({ policy: undefined })),
  policies.escape("our own S3 endpoint, open", [], ourS3Is(is({}))),
  policies.escape("a policy that is not known", gatewayTo("s3", { policy: unknownText })),
  policies.escape(
    "buckets of any owner, by our own principals",
    gatewayTo("s3", bound("aws:PrincipalAccount", ownAccount)),
  ),
  policies.escape(
    "buckets of another account",
    gatewayTo("s3", bound("aws:ResourceAccount", "999999999999")),
  ),
  policies.escape(
    "buckets of another account beside our own",
    gatewayTo("s3", bound("aws:ResourceAccount", [ownAccount, "999999999999"])),
  ),
  policies.escape(
    "a bucket of somebody else's, by its name",
    gatewayTo("s3", is({ Resource: "arn:aws:s3:::their-drop/*" })),
  ),
  policies.escape("buckets by a pattern", gatewayTo("s3", is({ Resource: ["arn:aws:s3:::overflow-*"] }))),
  policies.escape(
    "all but a bucket",
    gatewayTo("s3", is({ Resource: undefined, NotResource: "arn:aws:s3:::x" })),
  ),
  policies.escape(
    "a condition that holds without its key",
    gatewayTo("s3", bound("aws:ResourceAccount", ownAccount, "StringEqualsIfExists")),
  ),
  policies.escape(
    "a condition on where packets come from",
    gatewayTo("s3", bound("aws:SourceVpc", "vpc-0123456789abcdef0")),
  ),
  policies.escape(
    "a table of another account, by its ARN",
    gatewayTo("dynamodb", is({ Resource: "arn:aws:dynamodb:us-east-1:999999999999:table/drop" })),
  ),
  policies.escape("anybody at an interface", endpoint("way", "secretsmanager", is({}))),
  policies.escape(
    "principals of another account at an interface",
    endpoint("way", "sts", bound("aws:PrincipalAccount", "999999999999")),
  ),
  policies.escape("an open policy as a resource of its own", [
    ec2("VpcEndpointPolicy", "open", { vpcEndpointId: unknownText, ...is({}) }, ofEndpoint),
  ]),
  policies.escape(
    "a policy for an endpoint from outside",
    ec2("VpcEndpointPolicy", "open", { ...byId, ...closed }),
  ),
  policies.twin("our own account's buckets", gatewayTo("s3", bound("aws:ResourceAccount", ownAccount))),
  // Nothing in a stack says in which organisation it is: an operator lists it in the rule's options.
  policies.escape(
    "buckets of an organisation that nobody listed",
    gatewayTo(
      "s3",
      is({
        Condition: {
          StringEquals: { "aws:ResourceOrgID": "o-a1b2c3d4e5", "aws:PrincipalOrgID": "o-a1b2c3d4e5" },
        },
      }),
    ),
  ),
  policies.escape(
    "own principals at queues of anybody",
    endpoint("way", "sqs", bound("aws:PrincipalAccount", ownAccount)),
  ),
  policies.escape(
    "own principals at functions of anybody",
    endpoint("way", "lambda", bound("aws:PrincipalAccount", ownAccount)),
  ),
  policies.twin(
    "own principals at the API of EC2, in which nothing is left with others",
    endpoint("way", "ec2", bound("aws:PrincipalAccount", ownAccount)),
  ),
  policies.twin("a policy as a resource of its own", [
    gatewayTo("s3", {}),
    ec2("VpcEndpointPolicy", "closed", { vpcEndpointId: unknownText, ...closed }, { vpcEndpointId: ["way"] }),
  ]),
];
