import { createHash } from "node:crypto";
import { type MasterDocument, type PoolDocument } from "../document";
import { type Vm } from "../ports";

/** Tag of EC2 on a VM from a launch template: the template's id. EC2 guide, "Launch templates". */
const TEMPLATE_ID_TAG = "aws:ec2launchtemplate:id";
/** The scaler's own tag: digest of the settings that went into the VM's user data, which never changes afterwards. */
export const MADE_WITH_TAG = "overflow:made-with";

/** Of the master's document, what only the scaler itself uses. */
const SCALER_ONLY: readonly string[] = ["webUrl", "user", "passwordSecretArn"];
/** Of a pool's document, what never goes into the user data of its VMs. */
const NOT_IN_USER_DATA: readonly string[] = [
  "name",
  "platform",
  "trust",
  "builders",
  "workers",
  "idleCeilingSeconds",
  "launchTemplateId",
  "launchTemplateVersion",
  "subnetIds",
  "hibernate",
  "dollarsPerHour",
  "workerKeySecretArn",
] satisfies (keyof PoolDocument)[];

/**
 * Digest of the settings that the VMs of a pool get in their user data. Left out is what is known not to go there: a setting that is
 * new to the document counts, and at worst one VM more is replaced than had to be.
 */
export function madeWith(master: MasterDocument, pool: PoolDocument): string {
  const parts = [without(master, SCALER_ONLY), without(pool, NOT_IN_USER_DATA)];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 16);
}

function without(document: object, keys: readonly string[]): [string, unknown][] {
  return Object.entries(document)
    .filter(([key]) => !keys.includes(key))
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** One name for what a pool's new VMs are made of. */
export function kindOf(master: MasterDocument, pool: PoolDocument): string {
  return `${pool.launchTemplateId}:${pool.launchTemplateVersion}:${madeWith(master, pool)}`;
}

/**
 * What a VM was made of, if that is not what new VMs are made of; else null. A VM that does not say counts as current.
 * @param now `madeWith` of the pool
 */
export function outdated(pool: PoolDocument, now: string, vm: Vm): string | null {
  const { [TEMPLATE_ID_TAG]: templateId, [MADE_WITH_TAG]: settings } = vm.tags;
  if (templateId !== undefined && templateId !== pool.launchTemplateId)
    return `made from template ${templateId}, now ${pool.launchTemplateId}`;
  const version = vm.launchTemplateVersion;
  if (version !== "" && version !== pool.launchTemplateVersion)
    return `made from version ${version} of its template, now ${pool.launchTemplateVersion}`;
  return settings === undefined || settings === now
    ? null
    : "made with other settings of the master and its mirrors";
}
