import { readFileSync, writeFileSync } from "node:fs";
import { parseDocument } from "yaml";
import { settingsFile } from "../engine";
import { labStacks } from "./labStacks";
import { type World } from "./world";

/** Types of the switches that an owner's stack has. */
const SWITCHES = [
  "aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions",
  "aws:ec2/serialConsoleAccess:SerialConsoleAccess",
  "aws:ebs/encryptionByDefault:EncryptionByDefault",
  "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess",
  "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess",
  "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults",
];

/** Does a stack, by its state, own the whole guard? One that is still being made does not yet: nothing could rely on it. Pure. */
export function ownsGuard(state: string): boolean {
  const { checkpoint } = JSON.parse(state) as {
    readonly checkpoint?: {
      readonly latest?: { readonly resources?: readonly { readonly type: string; readonly id?: string }[] };
    };
  };
  const made = new Set(
    (checkpoint?.latest?.resources ?? []).filter(({ id = "" }) => id !== "").map(({ type }) => type),
  );
  return SWITCHES.every((type) => made.has(type));
}

/**
 * Whom `environment` leaves the guard to; null: to nobody. It may be among those who have it: of two that came up at the same moment the first by
 * name keeps it. Pure.
 * @param owners stacks that have the guard now
 */
export function ownerInstead(environment: string, owners: readonly string[]): string | null {
  const [first] = [...owners].sort();
  return first === undefined || first === environment ? null : first;
}

/**
 * In the lab all environments share one account and region, as few do on AWS, so that only one can own the guard. The copy of the settings
 * that an AWS environment runs from there then says `asserted`, if another stack of the lab owns it; the project's own file stays as it is.
 */
export function shareGuard(
  { lab, engine, environment }: World,
  onNotice: ((line: string) => void) | undefined,
): void {
  if (lab === null || engine.settingsDirectory === undefined) return;
  const file = settingsFile(engine.settingsDirectory, environment);
  const text = readFileSync(file, "utf8");
  if (!/^ +overflow:regionGuard: *owner\b/m.test(text)) return;
  const owners = labStacks(lab).filter(({ state }) => ownsGuard(state));
  const owner = ownerInstead(
    environment,
    owners.map(({ stack }) => stack),
  );
  if (owner === null) return;
  const document = parseDocument(text);
  if (document.errors.length > 0) return;
  document.setIn(["config", "overflow:regionGuard"], "asserted");
  writeFileSync(file, document.toString({ lineWidth: 0 }));
  onNotice?.(
    `The lab is one account and region, whose guard '${owner}' owns: '${environment}' asserts it here (overflow:regionGuard).`,
  );
}
