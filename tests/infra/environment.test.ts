import { expect } from "chai";
import { ofType, one, policyOf, type Recorded, recordEnvironment } from "./mocks";

/** All types that the stack is made of. A new one is a decision: the policy pack and the lab must know it. */
const types = [
  "autoscaling/group:Group",
  "cloudwatch/logGroup:LogGroup",
  "cloudwatch/metricAlarm:MetricAlarm",
  "dynamodb/table:Table",
  "dynamodb/tableItem:TableItem",
  "ebs/encryptionByDefault:EncryptionByDefault",
  "ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess",
  "ec2/customerGateway:CustomerGateway",
  "ec2/defaultNetworkAcl:DefaultNetworkAcl",
  "ec2/defaultRouteTable:DefaultRouteTable",
  "ec2/defaultSecurityGroup:DefaultSecurityGroup",
  "ec2/flowLog:FlowLog",
  "ec2/imageBlockPublicAccess:ImageBlockPublicAccess",
  "ec2/instanceMetadataDefaults:InstanceMetadataDefaults",
  "ec2/launchTemplate:LaunchTemplate",
  "ec2/networkAcl:NetworkAcl",
  "ec2/route:Route",
  "ec2/routeTable:RouteTable",
  "ec2/routeTableAssociation:RouteTableAssociation",
  "ec2/securityGroup:SecurityGroup",
  "ec2/serialConsoleAccess:SerialConsoleAccess",
  "ec2/subnet:Subnet",
  "ec2/vpc:Vpc",
  "ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions",
  "ec2/vpcEndpoint:VpcEndpoint",
  "ec2/vpnConnection:VpnConnection",
  "ec2/vpnConnectionRoute:VpnConnectionRoute",
  "ec2/vpnGateway:VpnGateway",
  "ec2/vpnGatewayAttachment:VpnGatewayAttachment",
  "iam/instanceProfile:InstanceProfile",
  "iam/role:Role",
  "iam/rolePolicy:RolePolicy",
  "kms/alias:Alias",
  "kms/key:Key",
  "lambda/function:Function",
  "lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
  "lambda/invocation:Invocation",
  "lb/listener:Listener",
  "lb/loadBalancer:LoadBalancer",
  "lb/targetGroup:TargetGroup",
  "route53/record:Record",
  "route53/resolverConfig:ResolverConfig",
  "route53/resolverFirewallConfig:ResolverFirewallConfig",
  "route53/resolverFirewallDomainList:ResolverFirewallDomainList",
  "route53/resolverFirewallRule:ResolverFirewallRule",
  "route53/resolverFirewallRuleGroup:ResolverFirewallRuleGroup",
  "route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation",
  "route53/resolverQueryLogConfig:ResolverQueryLogConfig",
  "route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation",
  "route53/zone:Zone",
  "s3/bucket:Bucket",
  "s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  "s3/bucketLogging:BucketLogging",
  "s3/bucketOwnershipControls:BucketOwnershipControls",
  "s3/bucketPolicy:BucketPolicy",
  "s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  "s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  "s3/bucketVersioning:BucketVersioning",
  "scheduler/schedule:Schedule",
  "secretsmanager/secret:Secret",
  "secretsmanager/secretVersion:SecretVersion",
  "sns/topic:Topic",
  "vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  "vpc/securityGroupIngressRule:SecurityGroupIngressRule",
];

describe("the environment", () => {
  let staging: Recorded[] = [];
  let production: Recorded[] = [];
  before(async () => {
    staging = await recordEnvironment("staging");
    production = await recordEnvironment("production");
  });

  it("is made of these types only: no gateway to the internet, no NAT, no public address", () => {
    const used = staging
      .filter(({ custom, type }) => custom && !type.startsWith("pulumi:"))
      .map(({ type }) => type);
    expect([...new Set(used)].sort()).to.deep.equal(types.map((type) => `aws:${type}`).sort());
  });

  it("talks to the one account and region, and tags what it makes", () => {
    const [provider] = staging.filter(({ type }) => type === "pulumi:providers:aws");
    expect(provider?.inputs).to.deep.include({
      region: "us-east-1",
      allowedAccountIds: '["111122223333"]',
      defaultTags: '{"tags":{"overflow:environment":"staging","overflow:managed-by":"stack"}}',
    });
  });

  it("is protected in production alone, but for the region's guard, which any destroy leaves", () => {
    const unprotected = production.filter(
      ({ custom, protect, type }) => custom && !protect && !type.startsWith("pulumi:"),
    );
    expect(new Set(unprotected.map(({ name }) => name))).to.deep.equal(new Set(["guard"]));
    expect(staging.filter(({ protect }) => protect)).to.deep.equal([]);
  });

  it("keeps its logs encrypted, in groups that the key admits", () => {
    const groups = ofType(staging, "cloudwatch/logGroup:LogGroup").map(({ inputs }) => inputs);
    for (const group of groups)
      expect(group).to.include({ kmsKeyId: "arn:aws:mock:::key", retentionInDays: 30 });
    const [, logs] = policyOf(one(staging, "kms/key:Key")).Statement;
    const { ArnEquals: admitted } = logs?.["Condition"] as { ArnEquals: Record<string, string[]> };
    expect(admitted["kms:EncryptionContext:aws:logs:arn"]).to.have.members(
      groups.map(({ name }) => `arn:aws:logs:us-east-1:111122223333:log-group:${String(name)}`),
    );
    expect(one(staging, "kms/key:Key").inputs).to.include({
      enableKeyRotation: true,
      deletionWindowInDays: 7,
    });
  });
});
