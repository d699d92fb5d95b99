import { group, type GroupValue, list, named } from "./containers";
import { address, boolean, cidr, dollars, dollarsOrNone, duration, oneOf, port, text, whole } from "./values";

const word = {
  pattern: /^[a-z][a-z0-9-]{0,30}$/,
  allowed: "lower-case letters, digits and -, first a letter",
};

/** Days that CloudWatch Logs can keep events. Source: Logs API, PutRetentionPolicy. */
const retentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
];

const subnetBlocks = (who: string, example: string) =>
  list(
    `Blocks of the subnets of ${who}, one a zone, in the order of the zones`,
    // Source of 16 and 28: VPC guide, "Subnet CIDR blocks".
    cidr("Block of one subnet", 16, 28, example),
    2,
    6,
  );

const network = group("The VPC", {
  vpc: cidr(
    "Block of the VPC, private and apart from every block of the build network",
    16,
    28,
    "10.130.0.0/16",
  ),
  zones: list(
    "Availability zones, two or more",
    text("A zone", /^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, "an availability zone of the region", "us-east-1a"),
    2,
    6,
  ),
  subnets: group("Subnets by role; none has a way to the internet", {
    workers: subnetBlocks("the VMs that build", "10.130.0.0/20"),
    endpoints: subnetBlocks("the interface endpoints of AWS services", "10.130.32.0/26"),
    scaler: subnetBlocks("the scaler", "10.130.33.0/26"),
  }),
  readableBuckets: list(
    "S3 buckets of this account that builds may read through the gateway endpoint",
    text("A bucket", /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "a bucket name", "acme-clone-bundles"),
    0,
    20,
  ),
});

const buildNetwork = group("The company's network at the other end of the link", {
  blocks: list(
    "All of it that the VPC may reach; each gets a static route",
    cidr("A block of the build network", 8, 32, "10.20.0.0/16"),
    1,
    20,
  ),
  services: named(
    "What builds may open a connection to, beside the master: source servers, the explicit proxy",
    { ...word, example: "sources" },
    group("A service of the build network", {
      block: cidr("Where it is", 16, 32, "10.20.0.30/32"),
      port: port("Its TCP port", 443),
    }),
    0,
    10,
  ),
});

const link = group("The VPN into the build network, the only way out of the VPC", {
  gatewayAddress: address("Public address of the build network's VPN gateway", "203.0.113.10"),
  gatewayAsn: whole("Its autonomous system number", 1, 4_294_967_294, 65_010),
  amazonAsn: whole("Autonomous system number of the AWS side, a private one", 64_512, 4_294_967_294, 64_512),
  tunnelBlocks: list(
    "Inside addresses of the two tunnels",
    cidr("A block of 169.254.0.0/16", 30, 30, "169.254.21.0/30"),
    2,
    2,
  ),
  holdMaintenance: boolean("You choose when AWS replaces a tunnel's endpoint (tunnel lifecycle control)"),
  logRetentionDays: oneOf("Days that the tunnels' logs are kept", retentionDays, 90),
});

const master = group("The Buildbot master", {
  address: address("Its address in the build network", "10.20.0.10"),
  webPort: port("Port of its web API", 8010),
  workersPort: port("Port that workers attach to", 9989),
  user: text(
    "Its account for this environment's scaler; may pause and unpause workers, nothing else",
    /^[a-z][a-z0-9._-]{0,62}$/,
    "lower-case letters, digits and ._-",
    "overflow-scaler-staging",
  ),
  passwordGeneration: whole("Raise by one to replace that account's password", 1, 9999, 1),
});

const scaler = group("The scaler's limits", {
  tick: duration("Time between two ticks when no event comes", "1s", "50s", "15s"),
  grace: duration("A younger build request is left to in-house machines", "0s", "1h", "30s"),
  maxStartsPerTick: whole("Starts of one pool in one tick", 1, 100, 10),
  maxStartsPerHour: whole("Starts of one pool in any hour", 1, 1000, 120),
  maxDollarsPerDay: dollarsOrNone("Cost of all VMs in a day", 150),
  maxSnapshotAge: duration("Older answers of the master start and stop nothing", "5s", "10m", "60s"),
  // 2 s and more: a build was seen to start up to 0.6 s after the master answered "paused".
  drain: duration(
    "Wait between pausing a worker and the last look before its VM is suspended",
    "2s",
    "60s",
    "3s",
  ),
  // 1 s and more: a worker that ends during the master's attach handshake stays connected there for ever.
  attachSettle: duration("Wait between a worker's attach and the first stop it may get", "1s", "60s", "2s"),
  attachTimeout: duration("A VM that runs this long and does not attach is stuck", "15s", "1h", "10m"),
  // The function's run ends after 180 s; termination needs the rest.
  teardownWait: duration("How long the end of the stack waits for running builds", "0s", "2m", "2m"),
  logRetentionDays: oneOf("Days that the scaler's logs are kept", retentionDays, 90),
});

const pool = group("VMs of one kind", {
  platform: text("What it builds for", word.pattern, word.allowed, "linux64"),
  trust: text("Trust level; no builder may be served at two levels", word.pattern, word.allowed, "try"),
  builders: list(
    "Builders let through to this pool: globs, * is any run of characters",
    text("A glob", /^[A-Za-z0-9._*/:-]{1,100}$/, "a builder's name or glob without spaces", '"linux64-*"'),
    1,
    50,
  ),
  keyGeneration: whole("Raise by one to replace the key that the workers' passwords come from", 1, 9999, 1),
  maximum: whole("Most VMs", 1, 999, 40),
  idleCeiling: duration("No backlog and idle for this long: the VM is suspended", "5s", "24h", "60m"),
  image: text(
    "Image of the worker",
    /^ami-([0-9a-f]{8}|[0-9a-f]{17})$/,
    "an AMI id of this region",
    "ami-0abcdef1234567890",
  ),
  rootDevice: text("Root device of the image", /^\/dev\/(xvda|sda1)$/, "/dev/xvda or /dev/sda1", "/dev/xvda"),
  rootGib: whole("Size of the root volume, GiB; with hibernation it holds the memory too", 8, 16_384, 100),
  instanceType: text(
    "EC2 instance type",
    /^[a-z][a-z0-9-]*\.(nano|micro|small|medium|large|\d*xlarge|metal(-\d+xl)?)$/,
    "an instance type",
    "c6i.2xlarge",
  ),
  hibernate: boolean("Suspend by hibernating, else by a plain stop"),
  dollarsPerHour: dollars("On-demand price of one running VM", 0.388),
});

/** Every setting, by its key in the stack file. */
export const settingsShape = {
  "aws:region": text("Region of everything", /^[a-z]{2}-[a-z]+-\d$/, "a commercial AWS region", "us-east-1"),
  "overflow:account": text(
    "The AWS account; any other is refused",
    /^\d{12}$/,
    "12 digits in quotes",
    '"123456789012"',
  ),
  "overflow:protect": boolean("Resources refuse to be destroyed, secrets can be recovered"),
  "overflow:network": network,
  "overflow:buildNetwork": buildNetwork,
  "overflow:link": link,
  "overflow:master": master,
  "overflow:scaler": scaler,
  // 10: the scaler's rights name each pool's things, and a role's inline policies hold 10,240 characters (IAM quotas).
  "overflow:pools": named("Worker pools by name", { ...word, example: "linux64" }, pool, 1, 10),
} as const;

type Read = GroupValue<typeof settingsShape>;

/** All settings of one environment, checked and frozen. Times are seconds. */
export interface Settings {
  /** The stack's name. */
  readonly environment: string;
  readonly region: Read["aws:region"];
  readonly account: Read["overflow:account"];
  readonly protect: Read["overflow:protect"];
  readonly network: Read["overflow:network"];
  readonly buildNetwork: Read["overflow:buildNetwork"];
  readonly link: Read["overflow:link"];
  readonly master: Read["overflow:master"];
  readonly scaler: Read["overflow:scaler"];
  readonly pools: Read["overflow:pools"];
}

export type PoolSettings = Settings["pools"][string];

/** Roles of subnets. */
export type SubnetRole = keyof Settings["network"]["subnets"];
