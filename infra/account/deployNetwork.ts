import { type Statement } from "../iam";
import { tagKeys } from "../tags";
import { type Place } from "./names";

/** The mark of what a stack makes, on the way in and on what is there. */
const marked = { StringEquals: { [`aws:RequestTag/${tagKeys.managedBy}`]: "stack" } };
const own = { StringEquals: { [`aws:ResourceTag/${tagKeys.managedBy}`]: "stack" } };

/** What a call makes, by the type in its ARN. */
const made = [
  "vpc",
  "subnet",
  "security-group",
  "security-group-rule",
  "route-table",
  "network-acl",
  "vpn-gateway",
  "customer-gateway",
  "vpn-connection",
  "vpc-endpoint",
  "vpc-flow-log",
  "launch-template",
  "prefix-list",
  "dhcp-options",
];

const creating = [
  "ec2:CreateVpc",
  "ec2:CreateSubnet",
  "ec2:CreateSecurityGroup",
  "ec2:CreateRouteTable",
  "ec2:CreateNetworkAcl",
  "ec2:CreateVpnGateway",
  "ec2:CreateCustomerGateway",
  "ec2:CreateVpnConnection",
  "ec2:CreateVpcEndpoint",
  "ec2:CreateFlowLogs",
  "ec2:CreateLaunchTemplate",
  "ec2:CreateManagedPrefixList",
  "ec2:CreateDhcpOptions",
  "ec2:AuthorizeSecurityGroupIngress",
  "ec2:AuthorizeSecurityGroupEgress",
];

/** By name: a wildcard would let through routes that a gateway announces, or a new way out with next year's service. */
const changing = [
  "ec2:ModifyVpcAttribute",
  "ec2:DeleteVpc",
  "ec2:ModifySubnetAttribute",
  "ec2:DeleteSubnet",
  "ec2:ModifySecurityGroupRules",
  "ec2:UpdateSecurityGroupRuleDescriptions*",
  "ec2:DeleteSecurityGroup",
  "ec2:CreateRoute",
  "ec2:ReplaceRoute",
  "ec2:DeleteRoute",
  "ec2:AssociateRouteTable",
  "ec2:DisassociateRouteTable",
  "ec2:ReplaceRouteTableAssociation",
  "ec2:DisableVgwRoutePropagation",
  "ec2:DeleteRouteTable",
  "ec2:DeleteNetworkAcl",
  "ec2:AttachVpnGateway",
  "ec2:DetachVpnGateway",
  "ec2:DeleteVpnGateway",
  "ec2:DeleteCustomerGateway",
  "ec2:ModifyVpnConnection",
  "ec2:ModifyVpnConnectionOptions",
  "ec2:ModifyVpnTunnelOptions",
  "ec2:CreateVpnConnectionRoute",
  "ec2:DeleteVpnConnectionRoute",
  "ec2:DeleteVpnConnection",
  "ec2:ModifyVpcEndpoint",
  "ec2:DeleteVpcEndpoints",
  "ec2:DeleteFlowLogs",
  "ec2:CreateLaunchTemplateVersion",
  "ec2:DeleteLaunchTemplateVersions",
  "ec2:ModifyLaunchTemplate",
  "ec2:DeleteLaunchTemplate",
  "ec2:ModifyManagedPrefixList",
  "ec2:RestoreManagedPrefixListVersion",
  "ec2:DeleteManagedPrefixList",
  "ec2:AssociateDhcpOptions",
  "ec2:DeleteDhcpOptions",
  "ec2:DeleteTags",
];

/** Services that an endpoint may lead to. */
export const endpointServices = ["ec2", "secretsmanager", "dynamodb", "s3", "logs"];

/**
 * The VPC and its link. What a call makes must be marked as a stack's, what it touches must bear that mark: other networks of the account
 * stay out of reach. Source: service authorization reference, EC2.
 */
export function deployNetwork({ account, region }: Place): readonly Statement[] {
  const ec2 = (type: string) => `arn:aws:ec2:${region}:${account}:${type}/*`;
  const defaults = [ec2("security-group"), ec2("network-acl")];
  return [
    {
      Sid: "LookAtNetwork",
      Effect: "Allow",
      Action: ["ec2:Describe*", "ec2:GetManagedPrefixListEntries", "ec2:GetManagedPrefixListAssociations"],
      Resource: "*",
    },
    { Sid: "MakeMarked", Effect: "Allow", Action: creating, Resource: made.map(ec2), Condition: marked },
    {
      Sid: "UseOwn",
      Effect: "Allow",
      Action: [...creating.filter((action) => action !== "ec2:CreateVpc"), ...changing],
      Resource: `arn:aws:ec2:${region}:${account}:*`,
      Condition: own,
    },
    {
      Sid: "ListedEndpointsOnly",
      Effect: "Deny",
      Action: "ec2:CreateVpcEndpoint",
      Resource: ec2("vpc-endpoint"),
      Condition: {
        StringNotEquals: {
          "ec2:VpceServiceName": endpointServices.map((service) => `com.amazonaws.${region}.${service}`),
        },
      },
    },
    {
      Sid: "TagAtBirth",
      Effect: "Allow",
      Action: "ec2:CreateTags",
      Resource: `arn:aws:ec2:${region}:${account}:*`,
      Condition: { Null: { "ec2:CreateAction": "false" } },
    },
    {
      Sid: "TagOwn",
      Effect: "Allow",
      Action: "ec2:CreateTags",
      Resource: `arn:aws:ec2:${region}:${account}:*`,
      Condition: own,
    },
    // A VPC's default group and NACL come without tags; the stack takes all rules from them and marks them.
    { Sid: "MarkDefaults", Effect: "Allow", Action: "ec2:CreateTags", Resource: defaults, Condition: marked },
    {
      Sid: "EmptyDefaults",
      Effect: "Allow",
      Action: [
        "ec2:RevokeSecurityGroupIngress",
        "ec2:RevokeSecurityGroupEgress",
        "ec2:CreateNetworkAclEntry",
        "ec2:ReplaceNetworkAclEntry",
        "ec2:DeleteNetworkAclEntry",
        "ec2:ReplaceNetworkAclAssociation",
      ],
      Resource: [...defaults, ec2("subnet")],
    },
    // Interfaces that Lambda leaves behind hold a group or a subnet.
    {
      Sid: "RemoveLeftInterfaces",
      Effect: "Allow",
      Action: "ec2:DeleteNetworkInterface",
      Resource: ec2("network-interface"),
    },
  ];
}
