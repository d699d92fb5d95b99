import { controls } from "../controls";
import { deniedTypes } from "../denied/denied";
import { expectUnset } from "../expect";
import { type Props } from "../facts/props";
import { switchTypes } from "../facts/regionSwitches";
import { type ResourceFacts } from "../facts/resource";
import { judgeSwitch, missingSwitch, type RegionSwitch } from "../regionSwitch";
import { type Finding, refused, type Rule, undetermined } from "../rule";
import { nameIn } from "../types";

const lifecycleType = "aws:dlm/lifecyclePolicy:LifecyclePolicy";
/** Snapshots of databases, whose property names the accounts that may use them. */
const sharedTypes = [
  "aws:rds/snapshot:Snapshot",
  "aws:rds/clusterSnapshot:ClusterSnapshot",
  "aws:rds/snapshotCopy:SnapshotCopy",
  "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy",
];
const fix = "Remove it. Snapshots stay in the account and region.";
const reason = "A snapshot holds all that was on the volume, and whoever may use it reads it elsewhere.";
const types = deniedTypes["no-shared-snapshot"] ?? {};

const own: RegionSwitch = {
  type: switchTypes.snapshots,
  property: "state",
  read: (props) => props.text("state"),
  guards: "block-all-sharing",
  absentIs: "refused",
};

function checkSchedule(policy: ResourceFacts, path: string, schedule: Props): readonly Finding[] {
  return ["shareRule", "crossRegionCopyRules"].flatMap((name) =>
    expectUnset(policy, `${path}.${name}`, schedule.get(name), reason, fix),
  );
}

/** Schedules that share what they make, or copy it to another region. Source: DLM API, PolicyDetails. */
function checkLifecycle(policy: ResourceFacts): readonly Finding[] {
  const property = "policyDetails";
  const details = policy.props.object(property);
  if (details.state === "unknown") return [undetermined([policy, property], details, reason, fix)];
  if (details.state === "absent") return [refused([policy, property], "not set", reason, fix)];
  const elsewhere = ["action", "eventSource"].flatMap((name) =>
    expectUnset(policy, `${property}.${name}`, details.value.get(name), reason, fix),
  );
  const schedules = details.value.objects("schedules");
  if (schedules.state === "unknown")
    return [...elsewhere, undetermined([policy, `${property}.schedules`], schedules, reason, fix)];
  const listed = schedules.state === "known" ? schedules.value : [];
  return [
    ...elsewhere,
    ...listed.flatMap((schedule, index): readonly Finding[] => {
      const path = `${property}.schedules[${index}]`;
      if (schedule.state === "unknown") return [undetermined([policy, path], schedule, reason, fix)];
      return schedule.state === "absent" ? [] : checkSchedule(policy, path, schedule.value);
    }),
  ];
}

function check(resource: ResourceFacts): readonly Finding[] {
  const { type, props } = resource;
  if (type === lifecycleType) return checkLifecycle(resource);
  if (sharedTypes.includes(type)) {
    return expectUnset(resource, "sharedAccounts", props.get("sharedAccounts"), reason, fix);
  }
  const name = nameIn(types, type);
  return name === undefined ? judgeSwitch(own, resource) : [refused([resource], name, reason, fix)];
}

export const noSharedSnapshot: Rule = {
  id: "no-shared-snapshot",
  title: "No snapshot is shared or copied away, and the region's switch forbids it.",
  control: controls.noInternet,
  severity: "critical",
  frameworks: { nist: ["AC-3", "AC-4", "CP-9(8)"], cis: [], slsa: [] },
  url: "https://docs.aws.amazon.com/ebs/latest/userguide/block-public-access-snapshots.html",
  cause:
    "A snapshot's permission, a schedule or a database's snapshot that is shared, a backup vault's policy; the region's block on " +
    "shared snapshots is off, or the owner of the region's switches leaves it out.",
  fix,
  judges: (type) =>
    type === lifecycleType ||
    sharedTypes.includes(type) ||
    Object.values<string>(switchTypes).includes(type) ||
    nameIn(types, type) !== undefined,
  check,
  relate: (stack) => missingSwitch(own, stack),
};
