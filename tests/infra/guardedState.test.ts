import { expect } from "chai";
import * as fc from "fast-check";
import {
  type Guarded,
  guardedState,
  guardNotices,
  guardRefusal,
  judgeSwitches,
  type LiveSwitch,
  type LiveSwitches,
  type SwitchName,
} from "../../infra/security/guardedState";

const names = Object.keys(guardedState) as SwitchName[];
const closed = Object.fromEntries(
  names.map((name) => [name, { value: guardedState[name], fromAbove: false }]),
) as unknown as LiveSwitches;
const heldAbove = Object.fromEntries(
  names.map((name) => [name, { value: guardedState[name], fromAbove: name !== "encryptionByDefault" }]),
) as unknown as LiveSwitches;
const guarded = (over: Partial<Guarded> = {}): Guarded => ({
  environment: "staging",
  account: "111122223333",
  region: "us-east-1",
  regionGuard: "asserted",
  owner: "production",
  ...over,
});
const refusalOf = (live: LiveSwitches, over: Partial<Guarded> = {}) =>
  guardRefusal(guarded(over), judgeSwitches(live));

describe("a region's guard", () => {
  it("lets up whom it is closed for, whoever is to close it", () => {
    for (const regionGuard of ["owner", "asserted", "organization"] as const)
      expect(refusalOf(closed, { regionGuard })).to.equal(null);
  });

  it("refuses who relies on it for any one switch with any other value; its owner closes it", () => {
    const other = fc.oneof(fc.string(), fc.boolean(), fc.integer({ min: -1, max: 64 }), fc.constant(null));
    fc.assert(
      fc.property(fc.constantFrom(...names), other, (name, value) => {
        fc.pre(value !== guardedState[name]);
        const live = { ...closed, [name]: { value, fromAbove: false } };
        expect(refusalOf(live)).to.be.a("string");
        expect(refusalOf(live, { regionGuard: "organization" })).to.be.a("string");
        expect(refusalOf(live, { regionGuard: "owner" })).to.equal(null);
      }),
    );
  });

  it("says of each open switch what it is, what it must be, and who closes it", () => {
    const live = {
      ...closed,
      internetGatewayBlockMode: { value: "block-ingress", fromAbove: false },
      serialConsole: { value: true, fromAbove: false },
      httpTokens: { value: null, fromAbove: false },
    };
    expect(refusalOf(live)).to.equal(
      [
        "staging relies on switches that guard all of us-east-1 in account 111122223333 (overflow:regionGuard: asserted), and 3 are not closed. Nothing was touched.",
        "  VPC block public access",
        "    got      block-ingress",
        "    must be  block-bidirectional",
        "    fix      bring up production, which owns it (overflow:regionGuard: owner): npx overflow up production",
        "  EC2 serial console access",
        "    got      on",
        "    must be  off",
        "    fix      bring up production, which owns it (overflow:regionGuard: owner): npx overflow up production",
        "  IMDSv2 for new instances",
        "    got      no preference",
        "    must be  required",
        "    fix      bring up production, which owns it (overflow:regionGuard: owner): npx overflow up production",
      ].join("\n"),
    );
  });

  it("sends to the organization what it is to close, and to the account what no policy reaches", () => {
    const open: LiveSwitch = { value: false, fromAbove: false };
    const over = { regionGuard: "organization", owner: null } as const;
    expect(refusalOf({ ...closed, snapshotBlockPublicAccess: open }, over)).to.contain(
      "the organization sets snapshot_block_public_access in a declarative policy",
    );
    expect(refusalOf({ ...closed, encryptionByDefault: open }, over)).to.contain(
      "aws ec2 enable-ebs-encryption-by-default",
    );
    expect(refusalOf({ ...closed, serialConsole: { value: true, fromAbove: true } })).to.contain(
      "the organization holds it so: change serial_console_access",
    );
  });

  it("names an owner in general where none is known", () => {
    expect(refusalOf({ ...closed, serialConsole: { value: true, fromAbove: false } }, { owner: null }))
      .to.contain("bring up the environment that owns it")
      .and.contain("if there is none, let this one be it");
  });

  it("takes a switch that cannot be read for an open one", () => {
    const unread = { unread: "nothing: ec2:GetSerialConsoleAccessStatus is not allowed" };
    expect(refusalOf({ ...closed, serialConsole: unread })).to.match(
      /got +nothing: ec2:GetSerialConsoleAccessStatus is not allowed\n.*\n +fix +let the role that deploys read it/,
    );
  });

  it("tells an owner whom the organization overrules, and an organization that does not", () => {
    const notices = (live: LiveSwitches, over: Partial<Guarded>) =>
      guardNotices(guarded(over), judgeSwitches(live));
    expect(notices(heldAbove, { regionGuard: "owner" })[0])
      .to.contain("Set overflow:regionGuard to organization in Pulumi.staging.yaml")
      .and.contain("VPC block public access");
    expect(notices(closed, { regionGuard: "organization" })[0]).to.contain("no declarative policy holds VPC");
    for (const [live, regionGuard] of [
      [closed, "owner"],
      [closed, "asserted"],
      [heldAbove, "asserted"],
      [heldAbove, "organization"],
    ] as const)
      expect(notices(live, { regionGuard })).to.deep.equal([]);
  });
});
