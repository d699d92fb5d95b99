import { type Call } from "./call";

type Rest = Omit<Call, "service" | "operation" | "list" | "need"> & { readonly need?: Call["need"] };

const call =
  (service: Call["service"]) =>
  (operation: string, list?: string, rest: Rest = {}): Call => ({
    ...{ service, operation, need: "proof" },
    ...(list !== undefined && { list }),
    ...rest,
  });
const ec2 = call("ec2");
const elbv2 = call("elbv2");
const ofGroup = {
  of: "elbv2-describe-target-groups",
  id: "TargetGroupArn",
  parameter: "TargetGroupArn",
} as const;
const ofBalancer = {
  of: "elbv2-describe-load-balancers",
  id: "LoadBalancerArn",
  parameter: "LoadBalancerArn",
} as const;
const named = ["elasticloadbalancing"];

/** What runs in the network or could be started in it, and the switches of a Region. */
export const computeCalls: readonly Call[] = [
  ec2("describe-launch-templates", "LaunchTemplates"),
  ec2("describe-launch-template-versions", "LaunchTemplateVersions", {
    input: { Versions: ["$Default", "$Latest"] },
    per: { of: "describe-launch-templates", id: "LaunchTemplateId", parameter: "LaunchTemplateId" },
  }),
  ec2("describe-images", "Images", { input: { Owners: ["self"] } }),
  ec2("describe-image-attribute", undefined, {
    input: { Attribute: "launchPermission" },
    per: { of: "describe-images", id: "ImageId", parameter: "ImageId" },
  }),
  ec2("describe-snapshots", "Snapshots", { input: { OwnerIds: ["self"] } }),
  ec2("describe-snapshot-attribute", undefined, {
    input: { Attribute: "createVolumePermission" },
    per: { of: "describe-snapshots", id: "SnapshotId", parameter: "SnapshotId" },
  }),
  ec2("get-ebs-encryption-by-default"),
  ec2("get-serial-console-access-status"),
  ec2("get-snapshot-block-public-access-state"),
  ec2("get-image-block-public-access-state"),
  ec2("get-instance-metadata-defaults"),
  elbv2("describe-load-balancers", "LoadBalancers", { named }),
  elbv2("describe-load-balancer-attributes", "Attributes", { per: ofBalancer }),
  elbv2("describe-listeners", "Listeners", { named, per: ofBalancer }),
  elbv2("describe-rules", "Rules", {
    per: {
      of: "elbv2-describe-listeners",
      id: "ListenerArn",
      parameter: "ListenerArn",
      only: { Protocol: ["HTTP", "HTTPS"] },
    },
  }),
  elbv2("describe-target-groups", "TargetGroups", { named }),
  elbv2("describe-target-group-attributes", "Attributes", { per: ofGroup }),
  elbv2("describe-target-health", "TargetHealthDescriptions", { named, per: ofGroup }),
  // Each has interfaces, whose descriptions name it.
  call("elb")("describe-load-balancers", "LoadBalancerDescriptions", {
    ...{ need: "named", named: ["elasticloadbalancing-classic"] },
  }),
  call("autoscaling")("describe-auto-scaling-groups", "AutoScalingGroups"),
  call("lambda")("list-functions", "Functions"),
  call("lambda")("list-function-url-configs", "FunctionUrlConfigs", {
    per: { of: "lambda-list-functions", id: "FunctionName", parameter: "FunctionName" },
  }),
  call("lambda")("get-policy", undefined, {
    per: { of: "lambda-list-functions", id: "FunctionName", parameter: "FunctionName" },
    noneIs: ["ResourceNotFoundException"],
  }),
];
