import { unknownFlag, unknownText } from "../../stack";
import { type EscapeCase } from "../escapeCases";
import { own, ownAccount } from "../own";
import { add, endpoint, instance, ofTypes, ownThings, policy, rowOf } from "../shapes";

const connect = rowOf(32, "no-instance-connect-endpoint");
const session = rowOf(33, "no-session-manager");
const serial = rowOf(34, "no-serial-console");
const balancers = rowOf(35, "internal-load-balancer");
const cloudfront = rowOf(36, "no-cloudfront-origin");
const api = rowOf(37, "no-api-gateway");
const accelerator = rowOf(38, "no-global-accelerator");

const iam = add("iam");
const toWorkers = { role: [own.workerRole] };
const rights = (Action: string | readonly string[]) =>
  iam("RolePolicy", "it", { role: unknownText, policy: policy({ Action, Principal: undefined }) }, toWorkers);
const aws = (name: string) => `arn:aws:iam::aws:policy/${name}`;
const service = (name: string) => endpoint("it", name, { policy: policy(ownThings(ownAccount)) });
const balancer = (props: object = {}, kind = "lb") =>
  add(kind)(
    "LoadBalancer",
    "it",
    {
      ...{ internal: true, loadBalancerType: "network", ipAddressType: "ipv4" },
      ...{ subnets: [unknownText], securityGroups: [unknownText], ...props },
    },
    { subnets: [own.workersSubnet], securityGroups: [own.balancerGroup] },
  );
const targets = (props: object) =>
  add("lb")(
    "TargetGroup",
    "targets",
    { port: 443, protocol: "TCP", vpcId: unknownText, ...props },
    { vpcId: [own.vpc] },
  );
const attached = (targetId: string, from: readonly string[]) =>
  add("lb")(
    "TargetGroupAttachment",
    "attached",
    { targetGroupArn: unknownText, targetId, port: 443 },
    { targetGroupArn: [own.targetGroup], targetId: from },
  );

/** Rows 32 to 38: ways in that AWS itself publishes. */
export const publishingServices: readonly EscapeCase[] = [
  connect.escape(
    "in the workers' subnet, in a group",
    add("ec2transitgateway")(
      "InstanceConnectEndpoint",
      "it",
      { subnetId: unknownText, securityGroupIds: [unknownText] },
      { subnetId: [own.workersSubnet], securityGroupIds: [own.workersGroup] },
    ),
  ),
  connect.escape(
    "in a subnet by its literal id, in the default group",
    add("ec2transitgateway")("InstanceConnectEndpoint", "it", { subnetId: "subnet-0123456789abcdef0" }),
  ),
  connect.twin("a machine without one", [instance("vm")]),

  ...ofTypes(
    33,
    "no-session-manager",
  )({
    "a hybrid activation": "ssm Activation",
    "a document": "ssm Document",
    "an association": "ssm Association",
    "a maintenance window's task": "ssm MaintenanceWindowTask",
  }),
  session.escape("the endpoint of its messages", service("ssmmessages")),
  session.escape("the endpoint of the service", service("ssm")),
  session.escape("the older endpoint of messages", service("ec2messages")),
  session.escape(
    "AWS's policy for its agent, attached",
    iam(
      "RolePolicyAttachment",
      "it",
      { role: unknownText, policyArn: aws("AmazonSSMManagedInstanceCore") },
      toWorkers,
    ),
    { removes: [own.workerRights] },
  ),
  session.escape("AWS's policy for its agent, inside a role", [
    iam("Role", "it", {
      assumeRolePolicy: policy({ Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }),
      managedPolicyArns: [aws("AmazonSSMManagedInstanceCore")],
    }),
  ]),
  session.escape(
    "its agent's rights by name",
    rights(["ssmmessages:CreateControlChannel", "ssmmessages:OpenDataChannel"]),
    {
      removes: [own.workerRights],
    },
  ),
  session.escape("its agent's rights by a wildcard", rights("ssm*:*"), { removes: [own.workerRights] }),
  session.twin(
    "its agent's rights for workers, who are refused everything",
    rights("ssmmessages:GetNothing"),
  ),

  serial.escape("on", [], { changes: { [own.serialConsole]: { enabled: true } } }),
  serial.escape("on where nothing is said", [], { changes: { [own.serialConsole]: { enabled: undefined } } }),
  serial.escape("not known", [], { changes: { [own.serialConsole]: { enabled: unknownFlag } } }),
  serial.escape("left out by who owns the region's switches", [], { removes: [own.serialConsole] }),
  serial.twin("no switch of the region at all: another stack owns them", [], { removes: own.guard }),

  balancers.escape("public", [], { changes: { [own.balancer]: { internal: false } } }),
  balancers.escape("public where nothing is said", [], {
    changes: { [own.balancer]: { internal: undefined } },
  }),
  balancers.escape("an application load balancer", balancer({ loadBalancerType: "application" })),
  balancers.escape("with IPv6", balancer({ ipAddressType: "dualstack" })),
  balancers.escape("with public IPv6 only", balancer({ ipAddressType: "dualstack-without-public-ipv4" })),
  balancers.escape(
    "with an Elastic IP address",
    balancer({ subnetMappings: [{ subnetId: "subnet-1", allocationId: "eipalloc-0123456789abcdef0" }] }),
  ),
  balancers.escape("without groups", balancer({ securityGroups: undefined })),
  balancers.escape("a classic one", balancer({}, "elb")),
  balancers.escape("under its older name", balancer({}, "alb")),
  balancers.escape("targets that are addresses", targets({ targetType: "ip" })),
  balancers.escape("targets that are other balancers", targets({ targetType: "alb" })),
  balancers.escape("a foreign address as a target", attached("203.0.113.9", [])),
  balancers.escape("a machine from outside as a target", attached("i-0123456789abcdef0", [])),
  balancers.twin("an internal one in groups", balancer()),
  balancers.twin("a machine of the stack as a target", [instance("vm"), attached(unknownText, ["vm"])]),

  ...ofTypes(
    36,
    "no-cloudfront-origin",
  )({
    "a VPC origin": "cloudfront VpcOrigin",
    "a distribution": "cloudfront Distribution",
  }),
  cloudfront.twin("the private balancer that would be published", balancer()),

  ...ofTypes(
    37,
    "no-api-gateway",
  )({
    "a REST API": "apigateway RestApi",
    "a REST API's VPC link": "apigateway VpcLink",
    "an HTTP API": "apigatewayv2 Api",
    "an HTTP API's VPC link": "apigatewayv2 VpcLink",
    "an App Runner service": "apprunner Service",
    "an App Runner connector": "apprunner VpcConnector",
    "an App Runner ingress": "apprunner VpcIngressConnection",
    "a GraphQL API": "appsync GraphQLApi",
    "an event API": "appsync Api",
    "an ECS express service": "ecs ExpressGatewayService",
    "an Amplify app": "amplify App",
  }),
  api.twin("the private balancer that would be linked", balancer()),

  ...ofTypes(
    38,
    "no-global-accelerator",
  )({
    "an accelerator": "globalaccelerator Accelerator",
    "an endpoint group": "globalaccelerator EndpointGroup",
    "a group of whole subnets": "globalaccelerator CustomRoutingEndpointGroup",
    "leave for another account": "globalaccelerator CrossAccountAttachment",
  }),
  accelerator.twin("the machine that would be its endpoint", instance("vm")),
];
