/** Tag keys. Only characters that instance metadata shows: letters, digits and `+-=.,_:@`. */
export const tagKeys = {
  environment: "overflow:environment",
  managedBy: "overflow:managed-by",
  pool: "overflow:pool",
  role: "overflow:role",
  trust: "overflow:trust",
} as const;

/** Tags of everything that the stack makes; the AWS provider adds them. */
export function stackTags(environment: string): Record<string, string> {
  return { [tagKeys.environment]: environment, [tagKeys.managedBy]: "stack" };
}

/** Tags of what the scaler makes from a pool's launch template, which the provider's tags do not reach. */
export function vmTags(environment: string, pool: string): Record<string, string> {
  return { [tagKeys.environment]: environment, [tagKeys.managedBy]: "scaler", [tagKeys.pool]: pool };
}

/** Tags of what an Auto Scaling group makes, which the provider's tags do not reach either. */
export function mirrorTags(environment: string, level: string): Record<string, string> {
  return { ...stackTags(environment), [tagKeys.role]: "mirror", [tagKeys.trust]: level };
}
