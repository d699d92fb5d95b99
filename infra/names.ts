import { type Settings } from "./settings/schema";

/** Most VMs of a pool: worker names count with three digits. */
const digits = 3;

/**
 * Names of a pool's workers, `bld-<pool>-ec2-001` and on. A replaced key brings new names, `bld-<pool>-ec2-2001` for the second: the
 * master knows each name under one password, so VMs with the former key keep it under theirs until they have left. Buildbot keeps names
 * of at most 50 characters; a pool's name has at most 31, a generation 4.
 */
export function workerNames(pool: string, { maximum, keyGeneration }: NamedPool): readonly string[] {
  const generation = keyGeneration === 1 ? "" : String(keyGeneration);
  return Array.from(
    { length: maximum },
    (_, index) => `bld-${pool}-ec2-${generation}${String(index + 1).padStart(digits, "0")}`,
  );
}

/** What of a pool's settings its names depend on. */
export interface NamedPool {
  readonly maximum: number;
  readonly keyGeneration: number;
}

/**
 * Physical names that policies must know before the resource is there. All other resources are named by Pulumi, so that
 * a replacement can stand beside what it replaces.
 */
export function physicalNames(environment: string) {
  const functionName = `overflow-${environment}-scaler`;
  return {
    functionName,
    tableName: `overflow-${environment}-scaler`,
    /** The only group that Lambda writes to without more settings. */
    functionLogGroup: `/aws/lambda/${functionName}`,
    /** Source of the prefix: CloudWatch Logs guide, vended logs; it keeps the log resource policy short. */
    tunnelLogGroup: `/aws/vendedlogs/overflow-${environment}/tunnels`,
    flowLogGroup: `/aws/vendedlogs/overflow-${environment}/flows`,
    bgpLogGroup: `/aws/vendedlogs/overflow-${environment}/bgp`,
    dnsLogGroup: `/aws/vendedlogs/overflow-${environment}/dns`,
    /** Pattern of the alarms' names: who may publish to the topic, and use the key for that. */
    alarmNames: `overflow-${environment}-*`,
    alarmTopicName: `overflow-${environment}-alarms`,
    keyAlias: `alias/overflow-${environment}`,
  } as const;
}

/** A bucket's name, unique in all of AWS as it holds the account. Source of 63 characters: S3 guide, "Bucket naming rules". */
export function bucketName(environment: string, account: string, bucket: string): string {
  return `overflow-${environment}-${account}-${bucket}`;
}

/** The bucket of logs of mirrors and of builds that went past them; no declared bucket may have its name. */
export const recordsBucket = "records";

/** Physical names of all buckets of an environment. */
export function bucketNamesOf({
  environment,
  account,
  buckets,
}: Pick<Settings, "environment" | "account" | "buckets">): readonly string[] {
  return [...Object.keys(buckets), recordsBucket].map((bucket) => bucketName(environment, account, bucket));
}
