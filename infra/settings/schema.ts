import { type GroupValue, named } from "./containers";
import { buildNetwork } from "./groups/buildNetwork";
import { link } from "./groups/link";
import { master } from "./groups/master";
import { network } from "./groups/network";
import { pool } from "./groups/pool";
import { scaler } from "./groups/scaler";
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
