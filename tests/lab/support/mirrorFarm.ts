import { AutoScalingClient, CreateAutoScalingGroupCommand } from "@aws-sdk/client-auto-scaling";
import {
  CreateLaunchTemplateCommand,
  CreateRouteTableCommand,
  AssociateRouteTableCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  EC2Client,
  ModifyVpcAttributeCommand,
} from "@aws-sdk/client-ec2";
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { gunzipSync } from "node:zlib";
import { recordsBucketStatements } from "../../../infra/storage/bucketPolicies";
import { policyJson } from "../../../infra/iam";
import { mirrorOrigins } from "../../../infra/mirror/names";
import { nginxConfiguration } from "../../../infra/mirror/nginxConfiguration";
import { heartbeatPort, imageTarget } from "../../../infra/mirror/target";
import { mirrorUserData } from "../../../infra/mirror/userData";
import { type LabState } from "../../../lab/lab";
import { labAuthority } from "../../../lab/certificates/authority";
import { issueCertificates } from "../../../lab/certificates/issue";
import { settingsOf } from "../../infra/mocks";
import { makeZone, nameHosts } from "./privateZones";

const ZONE = "test.overflow.internal";
export const BUCKET = "overflow-test-123456789012-records";

/** What workers are told of the farm's mirrors. */
export interface FarmFacts {
  /** Its route table leads to S3. */
  readonly workersSubnet: string;
  /** Its route table leads nowhere. */
  readonly bareSubnet: string;
  readonly mirrors: Readonly<Record<string, string>>;
}

/** A VPC with a mirror group behind a load balancer and a private zone, made call by call, as a stack would declare it. */
export class MirrorFarm {
  private readonly ec2: EC2Client;
  private readonly balancing: ElasticLoadBalancingV2Client;
  private readonly scaling: AutoScalingClient;
  private readonly secrets: SecretsManagerClient;
  private readonly s3: S3Client;
  private targetGroup = "";

  constructor(private readonly lab: LabState) {
    const options = {
      region: lab.region,
      endpoint: `http://127.0.0.1:${lab.ports.emulator}`,
      credentials: { accessKeyId: "lab-test", secretAccessKey: "lab" },
    };
    this.ec2 = new EC2Client(options);
    this.balancing = new ElasticLoadBalancingV2Client(options);
    this.scaling = new AutoScalingClient(options);
    this.secrets = new SecretsManagerClient(options);
    this.s3 = new S3Client({ ...options, forcePathStyle: true });
  }

  async make(python: string): Promise<FarmFacts> {
    const vpc = (await this.ec2.send(new CreateVpcCommand({ CidrBlock: "10.130.0.0/16" }))).Vpc?.VpcId ?? "";
    // Without it no private zone is seen in the VPC.
    await this.ec2.send(new ModifyVpcAttributeCommand({ VpcId: vpc, EnableDnsHostnames: { Value: true } }));
    const workersSubnet = await this.subnet(vpc, "10.130.0.0/20");
    const mirrorsSubnet = await this.subnet(vpc, "10.130.128.0/25");
    const bareSubnet = await this.subnet(vpc, "10.130.64.0/20");
    const endpoint = await this.storageEndpoint(vpc, [workersSubnet, mirrorsSubnet]);
    await this.s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
    const reach = {
      account: "123456789012",
      bucket: BUCKET,
      levels: { try: endpoint },
      mirrorsEndpointId: endpoint,
      logged: [],
    };
    const Policy = policyJson(recordsBucketStatements(reach));
    await this.s3.send(new PutBucketPolicyCommand({ Bucket: BUCKET, Policy }));

    const mirror = { ...settingsOf("local").mirrors["try"]!, minimum: 1, maximum: 1 };
    const hosts = Object.keys(mirror.upstreams).map((upstream) => `${upstream}.try.mirror.${ZONE}`);
    const balancer = await this.balancer(vpc, mirrorsSubnet);
    await makeZone(
      this.lab,
      vpc,
      ZONE,
      hosts.map((Name) => ({ Name, Type: "A", AliasTarget: { ...balancer, EvaluateTargetHealth: false } })),
    );
    await nameHosts(
      this.lab,
      vpc,
      Object.fromEntries(
        Object.values(mirror.upstreams).map(({ origin, address }) => [new URL(origin).hostname, address]),
      ),
    );
    const { pair } = await issueCertificates(python, { pair: hosts });
    const secret = await this.secrets.send(
      new CreateSecretCommand({ Name: "mirror-try", SecretString: JSON.stringify(pair) }),
    );
    const userData = mirrorUserData({
      ...{ environment: "test", level: "try", region: this.lab.region, recordsBucket: BUCKET },
      configuration: nginxConfiguration(
        { ...mirror, level: "try", domain: `try.mirror.${ZONE}` },
        imageTarget(mirror),
      ),
      certificateSecretArn: secret.ARN ?? "",
      certificateAuthority: labAuthority(),
    });
    await this.group(mirrorsSubnet, userData);
    return { workersSubnet, bareSubnet, mirrors: mirrorOrigins(mirror, "try", ZONE) };
  }

  /** States of the targets behind the load balancer. */
  async targetStates(): Promise<readonly (string | undefined)[]> {
    const { TargetHealthDescriptions = [] } = await this.balancing.send(
      new DescribeTargetHealthCommand({ TargetGroupArn: this.targetGroup }),
    );
    return TargetHealthDescriptions.map(({ TargetHealth }) => TargetHealth?.State);
  }

  /** Texts of the bucket's objects below a prefix. */
  async objects(Prefix: string): Promise<readonly string[]> {
    const { Contents = [] } = await this.s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix }));
    return Promise.all(
      Contents.map(async ({ Key = "" }) => {
        const { Body } = await this.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
        const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
        return (Key.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
      }),
    );
  }

  private async subnet(VpcId: string, CidrBlock: string): Promise<string> {
    const AvailabilityZone = `${this.lab.region}a`;
    const made = await this.ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock, AvailabilityZone }));
    return made.Subnet?.SubnetId ?? "";
  }

  private async storageEndpoint(VpcId: string, subnets: readonly string[]): Promise<string> {
    const made = await this.ec2.send(new CreateRouteTableCommand({ VpcId }));
    const RouteTableId = made.RouteTable?.RouteTableId ?? "";
    for (const SubnetId of subnets)
      await this.ec2.send(new AssociateRouteTableCommand({ RouteTableId, SubnetId }));
    const { VpcEndpoint } = await this.ec2.send(
      new CreateVpcEndpointCommand({
        ...{ VpcId, RouteTableIds: [RouteTableId], VpcEndpointType: "Gateway" },
        ServiceName: `com.amazonaws.${this.lab.region}.s3`,
      }),
    );
    return VpcEndpoint?.VpcEndpointId ?? "";
  }

  private async balancer(
    VpcId: string,
    subnet: string,
  ): Promise<{ readonly DNSName: string; readonly HostedZoneId: string }> {
    const { LoadBalancers = [] } = await this.balancing.send(
      new CreateLoadBalancerCommand({
        Name: "mirror-try",
        Type: "network",
        Scheme: "internal",
        Subnets: [subnet],
      }),
    );
    const { TargetGroups = [] } = await this.balancing.send(
      new CreateTargetGroupCommand({
        ...{ Name: "mirror-try", Protocol: "TCP", Port: 443, VpcId, TargetType: "instance" },
        ...{
          HealthCheckProtocol: "HTTP",
          HealthCheckPort: String(heartbeatPort),
          HealthCheckPath: "/heartbeat",
        },
      }),
    );
    this.targetGroup = TargetGroups[0]?.TargetGroupArn ?? "";
    await this.balancing.send(
      new CreateListenerCommand({
        ...{ LoadBalancerArn: LoadBalancers[0]?.LoadBalancerArn, Protocol: "TCP", Port: 443 },
        DefaultActions: [{ Type: "forward", TargetGroupArn: this.targetGroup }],
      }),
    );
    return {
      DNSName: LoadBalancers[0]?.DNSName ?? "",
      HostedZoneId: LoadBalancers[0]?.CanonicalHostedZoneId ?? "",
    };
  }

  private async group(subnet: string, UserData: string): Promise<void> {
    const { LaunchTemplate } = await this.ec2.send(
      new CreateLaunchTemplateCommand({
        LaunchTemplateName: "mirror-try",
        LaunchTemplateData: {
          ...{ ImageId: "ami-0c0ffee0000000080", InstanceType: "c6in.large", UserData },
          MetadataOptions: { HttpTokens: "required" },
        },
      }),
    );
    await this.scaling.send(
      new CreateAutoScalingGroupCommand({
        ...{ AutoScalingGroupName: "mirror-try", MinSize: 1, MaxSize: 1, VPCZoneIdentifier: subnet },
        LaunchTemplate: { LaunchTemplateId: LaunchTemplate?.LaunchTemplateId, Version: "1" },
        ...{ TargetGroupARNs: [this.targetGroup], HealthCheckType: "EC2" },
        Tags: [{ Key: "Name", Value: "overflow-test-mirror-try", PropagateAtLaunch: true }],
      }),
    );
  }
}
