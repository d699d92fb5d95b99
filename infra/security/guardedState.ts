/** The values that guard a region. Whoever does not own the switches asserts that they are so. */
export const guardedState = {
  internetGatewayBlockMode: "block-bidirectional",
  serialConsole: false,
  encryptionByDefault: true,
  imageBlockPublicAccess: "block-new-sharing",
  snapshotBlockPublicAccess: "block-all-sharing",
  httpTokens: "required",
  httpPutResponseHopLimit: 1,
} as const;

export type SwitchName = keyof typeof guardedState;

/** What a switch is, for people; and whether an organization's declarative policy can hold it. */
interface SwitchFacts {
  readonly words: string;
  /** Attribute of a declarative policy (Organizations guide, "Declarative policy syntax and examples"); null: there is none. */
  readonly attribute: string | null;
}

const facts: Readonly<Record<SwitchName, SwitchFacts>> = {
  internetGatewayBlockMode: { words: "VPC block public access", attribute: "vpc_block_public_access" },
  serialConsole: { words: "EC2 serial console access", attribute: "serial_console_access" },
  encryptionByDefault: { words: "EBS encryption by default", attribute: null },
  imageBlockPublicAccess: { words: "block public access for AMIs", attribute: "image_block_public_access" },
  snapshotBlockPublicAccess: {
    words: "block public access for EBS snapshots",
    attribute: "snapshot_block_public_access",
  },
  httpTokens: { words: "IMDSv2 for new instances", attribute: "instance_metadata_defaults" },
  httpPutResponseHopLimit: {
    words: "metadata hop limit of new instances",
    attribute: "instance_metadata_defaults",
  },
};

/** One switch as AWS tells it. */
export interface LiveSwitch {
  /** Null: nothing is set. */
  readonly value: string | number | boolean | null;
  /** Held by a declarative policy of the organization: no call in the account changes it. */
  readonly fromAbove: boolean;
}

/** Why a switch cannot be read, e.g. the right that is missing. */
export interface UnreadSwitch {
  readonly unread: string;
}

export type LiveSwitches = { readonly [K in SwitchName]: LiveSwitch | UnreadSwitch };

/** One switch, judged. */
export interface SwitchState {
  readonly name: SwitchName;
  readonly words: string;
  /** For people. */
  readonly got: string;
  /** For people. */
  readonly must: string;
  readonly isClosed: boolean;
  readonly isRead: boolean;
  readonly fromAbove: boolean;
}

/** Every switch beside what it must be. Pure. What cannot be read does not count as closed. */
export function judgeSwitches(live: LiveSwitches): readonly SwitchState[] {
  return (Object.keys(guardedState) as SwitchName[]).map((name) => {
    const found = live[name];
    const common = { name, words: facts[name].words, must: shown(guardedState[name]) };
    if ("unread" in found)
      return { ...common, got: found.unread, isClosed: false, isRead: false, fromAbove: false };
    const isClosed = found.value === guardedState[name];
    return { ...common, got: shown(found.value), isClosed, isRead: true, fromAbove: found.fromAbove };
  });
}

function shown(value: LiveSwitch["value"]): string {
  if (typeof value === "boolean") return value ? "on" : "off";
  return value === null ? "no preference" : String(value);
}

export interface Guarded {
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  readonly regionGuard: "owner" | "asserted" | "organization";
  /** Environment of the same account and region that owns the switches, if one is known. */
  readonly owner: string | null;
}

/**
 * Why an environment that does not own the switches must not come up: each open one, what it must be, and whose it is to close.
 * Null: nothing is open, or the environment is the owner. Pure.
 */
export function guardRefusal(guarded: Guarded, states: readonly SwitchState[]): string | null {
  const { environment, account, region, regionGuard } = guarded;
  const open = states.filter(({ isClosed }) => !isClosed);
  if (regionGuard === "owner" || open.length === 0) return null;
  return [
    `${environment} relies on switches that guard all of ${region} in account ${account} (overflow:regionGuard: ${regionGuard}), and ` +
      `${open.length === 1 ? "one is" : `${open.length} are`} not closed. Nothing was touched.`,
    ...open.flatMap((each) => [
      `  ${each.words}`,
      `    got      ${each.got}`,
      `    must be  ${each.must}`,
      `    fix      ${fixOf(guarded, each)}`,
    ]),
  ].join("\n");
}

function fixOf({ regionGuard, owner }: Guarded, { name, isRead, fromAbove }: SwitchState): string {
  if (!isRead) return "let the role that deploys read it (overflow account template), or look again";
  const { attribute } = facts[name];
  if (fromAbove) return `the organization holds it so: change ${attribute ?? "it"} in its declarative policy`;
  if (regionGuard === "organization" && attribute !== null)
    return `the organization sets ${attribute} in a declarative policy for EC2 that reaches this account`;
  if (regionGuard === "organization")
    return "no declarative policy reaches it: close it once in the account (aws ec2 enable-ebs-encryption-by-default)";
  return owner === null
    ? "bring up the environment that owns it (overflow:regionGuard: owner); if there is none, let this one be it"
    : `bring up ${owner}, which owns it (overflow:regionGuard: owner): npx overflow up ${owner}`;
}

/** What is well but not as the settings say: of an owner whom the organization overrules, of an organization that does not. Pure. */
export function guardNotices(
  { environment, regionGuard }: Guarded,
  states: readonly SwitchState[],
): readonly string[] {
  const words = (some: readonly SwitchState[]): string => some.map((each) => each.words).join(", ");
  if (regionGuard === "owner") {
    const above = states.filter(({ fromAbove }) => fromAbove);
    if (above.length === 0) return [];
    return [
      `${environment} owns the region's guard, but the organization holds ${words(above)} by a declarative policy: no call in the account can change that. ` +
        `Set overflow:regionGuard to organization in Pulumi.${environment}.yaml.`,
    ];
  }
  const loose = states.filter(
    (each) => each.isClosed && !each.fromAbove && facts[each.name].attribute !== null,
  );
  if (regionGuard === "asserted" || loose.length === 0) return [];
  return [
    `${environment} leaves the region's guard to the organization, but no declarative policy holds ${words(loose)}: closed now, and anyone in the account who may can open it.`,
  ];
}
