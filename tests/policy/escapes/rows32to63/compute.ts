import { unknownFlag, unknownText } from "../../stack";
import { type EscapeCase } from "../escapeCases";
import { own, ownAccount } from "../own";
import { add, ec2, endpoint, instance, networkInterface, ofTypes, rowOf, subnet } from "../shapes";

const functions = rowOf(39, "function-in-vpc");
const calls = rowOf(39, "no-public-function");
const compute = rowOf(40, "no-managed-compute");
const stores = rowOf(41, "no-public-data-store");
const shares = rowOf(42, "no-resource-share");
const inline = rowOf(44, "no-inline-firewall");

const lambda = add("lambda");
const fn = (vpcConfig: unknown, props: object = {}) =>
  lambda(
    "Function",
    "it",
    { role: unknownText, vpcConfig, ...props },
    { role: [own.wakeRole], vpcConfig: [own.workersSubnet, own.workersGroup] },
  );
const placed = { subnetIds: [unknownText], securityGroupIds: [unknownText] };
const may = (props: object) =>
  lambda(
    "Permission",
    "it",
    { action: "lambda:InvokeFunction", function: unknownText, ...props },
    { function: [own.scaler] },
  );
const schedule = (account: string) => `arn:aws:scheduler:us-east-1:${account}:schedule/default/s`;
const store = (type: string, props: object = {}) => {
  const [module = "", kind = ""] = type.split(" ");
  return add(module)(kind, "it", { ...props });
};
const open = (title: string, type: string, props: object = { publiclyAccessible: true }): EscapeCase =>
  stores.escape(title, store(type, props));
const other = "999999999999";

/** Rows 39 to 44: what runs code, holds data, or stands in the path. */
export const computeAndData: readonly EscapeCase[] = [
  functions.escape("outside of a VPC", fn(undefined)),
  functions.escape("in a VPC without subnets", fn({ subnetIds: [], securityGroupIds: [unknownText] })),
  functions.escape("with IPv6", fn({ ...placed, ipv6AllowedForDualStack: true })),
  functions.escape("on a capacity provider", fn(placed, { capacityProviderConfig: { any: true } })),
  ...ofTypes(
    39,
    "no-public-function",
  )({
    "a function URL": "lambda FunctionUrl",
    "a link to a Cloud WAN": "lambda CoreNetworkConnector",
  }),
  calls.escape("called by everybody", may({ principal: "*" })),
  calls.escape("called by another account", may({ principal: other })),
  calls.escape("called by another account's role", may({ principal: `arn:aws:iam::${other}:role/r` })),
  calls.escape("called by a service for whomever", may({ principal: "scheduler.amazonaws.com" })),
  calls.escape(
    "called by a service for another account",
    may({ principal: "scheduler.amazonaws.com", sourceArn: schedule(other) }),
  ),
  calls.escape(
    "called by a bucket of whomever",
    may({ principal: "s3.amazonaws.com", sourceArn: "arn:aws:s3:::theirs" }),
  ),
  calls.escape("called through a URL", may({ principal: ownAccount, functionUrlAuthType: "NONE" })),
  functions.twin("a function in the VPC", fn(placed)),
  calls.twin(
    "called by the account's schedule",
    may({ principal: "scheduler.amazonaws.com", sourceArn: schedule(ownAccount) }),
  ),

  ...ofTypes(
    40,
    "no-managed-compute",
  )({
    "a CodeBuild project": "codebuild Project",
    "a Batch environment": "batch ComputeEnvironment",
    "a notebook": "sagemaker NotebookInstance",
    "a SageMaker domain": "sagemaker Domain",
    "an Airflow environment": "mwaa Environment",
    "an EMR cluster": "emr Cluster",
    "an EKS cluster": "eks Cluster",
    "an ECS service": "ecs Service",
    "an Elastic Beanstalk environment": "elasticbeanstalk Environment",
    "an AppStream fleet": "appstream Fleet",
    "a WorkSpace": "workspaces Workspace",
    "a Lightsail instance": "lightsail Instance",
    "an EC2 fleet": "ec2 Fleet",
    "a Glue job": "glue Job",
    "a state machine": "sfn StateMachine",
    "a canary": "synthetics Canary",
  }),
  compute.twin("a machine of the stack's own", instance("vm")),

  open("a database that is public", "rds Instance"),
  open("a database that does not say", "rds Instance", {}),
  open("a cluster's database", "rds ClusterInstance"),
  open("a warehouse", "redshift Cluster"),
  open("a warehouse without a server", "redshiftserverless Workgroup"),
  open("a broker", "mq Broker"),
  open("a graph", "neptune ClusterInstance"),
  open("a database of which it is not known", "rds Instance", { publiclyAccessible: unknownFlag }),
  open("a search domain outside of a VPC", "opensearch Domain", {}),
  ...ofTypes(
    41,
    "no-public-data-store",
  )({
    "a replication instance": "dms ReplicationInstance",
    "a foreign server for data": "dms Endpoint",
    "leave for another account's search": "opensearch AuthorizeVpcEndpointAccess",
    "file transfer": "transfer Server",
    "a database without a network": "dsql Cluster",
  }),
  stores.twin("a table, by the stack's key", [
    add("dynamodb")(
      "Table",
      "table",
      { hashKey: "pk", serverSideEncryption: { enabled: true, kmsKeyArn: unknownText } },
      { serverSideEncryption: [own.key] },
    ),
  ]),

  ...ofTypes(
    42,
    "no-resource-share",
  )({
    "a share": "ram ResourceShare",
    "a principal of a share": "ram PrincipalAssociation",
    "a subnet in a share": "ram ResourceAssociation",
    "the acceptance of another's": "ram ResourceShareAccepter",
    "sharing with all the organization": "ram SharingWithOrganization",
  }),
  shares.twin("the subnet that would be shared", subnet("more")),

  ...ofTypes(
    43,
    "no-interface-permission",
  )({
    "leave to attach an interface": "ec2 NetworkInterfacePermission",
    "a secondary network": "ec2 SecondaryNetwork",
    "an Oracle network": "odb NetworkPeeringConnection",
  }),
  ...ofTypes(
    43,
    "no-traffic-mirror",
  )({
    "a mirror": "ec2 TrafficMirrorSession",
    "a mirror's target": "ec2 TrafficMirrorTarget",
    "a mirror's filter": "ec2 TrafficMirrorFilter",
  }),
  rowOf(43, "no-interface-permission").twin("an interface of the stack's own", networkInterface("nic")),

  ...ofTypes(
    44,
    "no-inline-firewall",
  )({
    "a firewall": "networkfirewall Firewall",
    "a firewall's endpoint": "networkfirewall VpcEndpointAssociation",
  }),
  inline.escape(
    "a gateway load balancer",
    add("lb")("LoadBalancer", "it", { internal: true, loadBalancerType: "gateway" }),
  ),
  inline.escape("its endpoint", endpoint("it", "vpce.svc", { vpcEndpointType: "GatewayLoadBalancer" })),
  inline.escape("its endpoint as a route's target", [
    endpoint("it", "vpce.svc", { vpcEndpointType: "GatewayLoadBalancer" }),
    ec2(
      "Route",
      "way",
      { routeTableId: unknownText, destinationCidrBlock: "10.20.0.0/16", vpcEndpointId: unknownText },
      { routeTableId: [own.workersTable], vpcEndpointId: ["it"] },
    ),
  ]),
  inline.twin("a subnet whose packets meet no appliance", subnet("more")),
];
