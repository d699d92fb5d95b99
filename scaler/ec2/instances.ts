import { type Instance } from "@aws-sdk/client-ec2";
import { MADE_WITH_TAG } from "../decide/made";
import { type CreateVm, type Vm, type VmState } from "../ports";

/** Tags of the scaler's VMs. EC2 reserves the prefix `aws:`; the version is set by EC2 itself on VMs from a template. */
export const ENVIRONMENT_TAG = "overflow:environment";
const POOL_TAG = "overflow:pool";
export const MANAGED_BY_TAG = "overflow:managed-by";
export const MANAGED_BY = "scaler";
const TEMPLATE_VERSION_TAG = "aws:ec2launchtemplate:version";

/** StateReason of a stop by `Hibernate`. EC2 API reference, "StateReason". */
const HIBERNATE_REASON = "Client.UserInitiatedHibernate";

const STATES: readonly string[] = [
  "pending",
  "running",
  "stopping",
  "stopped",
  "shutting-down",
  "terminated",
] satisfies VmState[];

/** A VM from DescribeInstances' answer; null if it lacks an id or a state. */
export function toVm(instance: Instance): Vm | null {
  const { InstanceId: instanceId, State: state } = instance;
  if (instanceId === undefined || !isState(state?.Name)) return null;
  const tags = Object.fromEntries((instance.Tags ?? []).map(({ Key, Value }) => [Key ?? "", Value ?? ""]));
  return {
    instanceId,
    pool: tags[POOL_TAG] ?? "",
    name: tags["Name"] ?? "",
    state: state.Name,
    launchedAtMs: instance.LaunchTime?.getTime() ?? 0,
    hibernated: state.Name === "stopped" && instance.StateReason?.Code === HIBERNATE_REASON,
    launchTemplateVersion: tags[TEMPLATE_VERSION_TAG] ?? "",
    subnetId: instance.SubnetId ?? "",
    tags,
  };
}

function isState(name: string | undefined): name is VmState {
  return name !== undefined && STATES.includes(name);
}

/**
 * Input of RunInstances for one VM: all but its name, place and user data comes from the launch template. Its volumes and interface are
 * tagged too: the scaler's role may make none without.
 */
export function runInput(vm: CreateVm, environment: string) {
  const tags = {
    Name: vm.name,
    [ENVIRONMENT_TAG]: environment,
    [POOL_TAG]: vm.pool,
    [MANAGED_BY_TAG]: MANAGED_BY,
    [MADE_WITH_TAG]: vm.madeWith,
  };
  return {
    LaunchTemplate: { LaunchTemplateId: vm.launchTemplateId, Version: vm.launchTemplateVersion },
    MinCount: 1,
    MaxCount: 1,
    SubnetId: vm.subnetId,
    ClientToken: vm.clientToken,
    UserData: Buffer.from(vm.userData, "utf8").toString("base64"),
    TagSpecifications: (["instance", "volume", "network-interface"] as const).map((ResourceType) => ({
      ResourceType,
      Tags: toTags(tags),
    })),
  };
}

export function toTags(tags: Readonly<Record<string, string>>): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
