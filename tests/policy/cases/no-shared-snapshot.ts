import { resource, unknownList, unknownObject, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";
import { refusedTypes } from "./types";

const snapshots = (state: unknown) =>
  resource("aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess", "snapshots", { state });
const lifecycle = (policyDetails: unknown) =>
  resource("aws:dlm/lifecyclePolicy:LifecyclePolicy", "daily", { policyDetails });
const schedule = (part: object) => lifecycle({ schedules: [{ name: "daily", ...part }] });
const encryption = resource("aws:ebs/encryptionByDefault:EncryptionByDefault", "encryption", {});
const at = "policyDetails.schedules[0]";

export const cases: RuleCases = {
  accepts: {
    "a block, and a schedule that keeps what it makes": {
      resources: [snapshots("block-all-sharing"), schedule({ retainRule: { count: 7 } }), encryption],
    },
    "a database's snapshot": { resources: [resource("aws:rds/snapshot:Snapshot", "snapshot", {})] },
  },
  refuses: {
    ...refusedTypes({
      "a snapshot's permission": "aws:ec2/snapshotCreateVolumePermission:SnapshotCreateVolumePermission",
      "a vault's policy": "aws:backup/vaultPolicy:VaultPolicy",
    }),
    "new sharing only": {
      resources: [snapshots("block-new-sharing")],
      finds: [["refused", "snapshots", "state"]],
    },
    "a schedule that shares": {
      resources: [schedule({ shareRule: { targetAccounts: ["999999999999"] } })],
      finds: [["refused", "daily", `${at}.shareRule`]],
    },
    "a schedule that copies to another region": {
      resources: [schedule({ crossRegionCopyRules: [{ target: "eu-west-1" }] })],
      finds: [["refused", "daily", `${at}.crossRegionCopyRules`]],
    },
    "a policy that acts on others' snapshots": {
      resources: [lifecycle({ action: { name: "copy" } })],
      finds: [["refused", "daily", "policyDetails.action"]],
    },
    "a database's snapshot that is shared": {
      resources: [resource("aws:rds/clusterSnapshot:ClusterSnapshot", "shared", { sharedAccounts: ["all"] })],
      finds: [["refused", "shared", "sharedAccounts"]],
    },
    "an owner of other switches that leaves it out": {
      resources: [encryption],
      finds: [["refused", "encryption"]],
    },
    "what is not known": {
      resources: [snapshots(unknownText), lifecycle({ schedules: unknownList })],
      finds: [
        ["undetermined", "daily", "policyDetails.schedules"],
        ["undetermined", "snapshots", "state"],
      ],
    },
    "a policy of which nothing is known": {
      resources: [lifecycle(unknownObject)],
      finds: [["undetermined", "daily", "policyDetails"]],
    },
  },
};
