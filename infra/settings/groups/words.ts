/** Names that the user chooses: pools, services, trust levels. */
export const word = {
  pattern: /^[a-z][a-z0-9-]{0,30}$/,
  allowed: "lower-case letters, digits and -, first a letter",
};

/**
 * A trust level: its load balancer is called `mirror-<level>-` and seven characters of Pulumi's, 32 together. Source: Elastic Load Balancing
 * API, CreateLoadBalancer.
 */
export const level = {
  pattern: /^[a-z][a-z0-9-]{0,16}$/,
  allowed: `${word.allowed}, 17 at most`,
  example: "try",
};

/** Days that CloudWatch Logs can keep events. Source: Logs API, PutRetentionPolicy. */
export const retentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
];
