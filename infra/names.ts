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
    keyAlias: `alias/overflow-${environment}`,
  } as const;
}
