import { choice, orNone } from "./choice";
import { type GroupValue, named } from "./containers";
import { alarms } from "./groups/alarms";
import { buckets } from "./groups/buckets";
import { buildNetwork } from "./groups/buildNetwork";
import { dns } from "./groups/dns";
import { link } from "./groups/link";
import { master } from "./groups/master";
import { mirrors } from "./groups/mirrors";
import { network } from "./groups/network";
import { pool } from "./groups/pool";
import { scaler } from "./groups/scaler";
import { teardown } from "./groups/teardown";
import { word } from "./groups/words";
import { boolean, text } from "./values";

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
  "overflow:permissionsBoundary": orNone(
    text(
      "Policy that bounds every role of the stack, whatever its own policies say; the account's template makes one (overflow account template)",
      /^arn:aws:iam::\d{12}:policy\/[\w+=,.@/-]{1,128}$/,
      "the ARN of an IAM policy",
      "arn:aws:iam::123456789012:policy/overflow-boundary-us-east-1",
    ),
  ),
  "overflow:regionGuard": choice(
    "Who keeps the switches that guard the account's whole region: owner sets them, and exactly one environment of a region should; asserted checks that they are set (overflow all of them, plain Pulumi serial console and EBS encryption); organization: the same, and they are set from above, by declarative policies",
    ["owner", "asserted", "organization"],
    "owner",
  ),
  "overflow:teardown": teardown,
  "overflow:network": network,
  "overflow:buildNetwork": buildNetwork,
  "overflow:dns": dns,
  "overflow:link": link,
  "overflow:alarms": alarms,
  "overflow:master": master,
  "overflow:scaler": scaler,
  "overflow:mirrors": mirrors,
  "overflow:buckets": buckets,
  // 10: the scaler's rights name each pool's things, and a role's inline policies hold 10,240 characters (IAM quotas).
  "overflow:pools": named("Worker pools by name", { ...word, example: "linux64" }, pool, 1, 10),
} as const;

type Read = GroupValue<typeof settingsShape>;

/** Settings of ours by their key without its namespace. */
type Ours = { readonly [K in keyof Read as K extends `overflow:${infer Name}` ? Name : never]: Read[K] };

/** All settings of one environment, checked and frozen. Times are seconds. */
export interface Settings extends Ours {
  /** The stack's name. */
  readonly environment: string;
  readonly region: Read["aws:region"];
}

export type PoolSettings = Settings["pools"][string];
