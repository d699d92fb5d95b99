import { existsSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { parseExemptions } from "../policy/judgement/exemptions";
import exemptions from "../policy/exemptions.json";
import { Gate, GateRefusal } from "../policy/gate";
import { nonceOf, publish } from "../policy/pack/publish";
import { type DeclaredOutputs, declareEnvironment } from "./environment";
import { guardRegistrations } from "./registrations/guardedMonitor";
import { record } from "./registrations/record";
import { assertGuard } from "./security/regionGuard";
import { buildNetworkOf } from "./settings/buildNetwork";
import { ruleOptionsOf } from "./settings/ruleOptions";
import { readSettings } from "./settings/read";
import { type Settings } from "./settings/schema";

/** The scaler's bundle; Pulumi runs programs in the project's folder. */
const bundle = "dist/scaler/index.js";

/** The program. Pulumi calls it and waits for it; what it answers are the stack's outputs. */
export = async (): Promise<DeclaredOutputs> => {
  // First of all: what a module declares while it is loaded is held back, too.
  const letThrough = guardRegistrations();
  const settings = readSettings();
  if (!existsSync(bundle)) {
    throw new pulumi.RunError(
      `${bundle} is missing: the scaler is not built. Run 'npm run build' in the project's folder.`,
    );
  }
  const code = new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.FileAsset(bundle) });
  const declare = () => declareEnvironment(settings, code);
  const gate = await openGate(settings, declare);
  await assertGuard(settings);
  letThrough({
    refusalOf: (registration) => gate.refusalOf(registration),
    learn: (registration, answers) => {
      gate.learn(registration, answers);
    },
  });
  return declare();
};

/** Proves what the program is about to declare, before any of it is registered. docs/adr-0013-gate.md */
async function openGate(settings: Settings, declare: () => unknown): Promise<Gate> {
  const [stack, project] = [pulumi.getStack(), pulumi.getProject()];
  const declared = await record({ stack, project }, declare);
  try {
    return Gate.open(declared, {
      buildNetwork: buildNetworkOf(settings),
      ruleOptions: ruleOptionsOf(settings),
      exemptions: parseExemptions(exemptions),
      today: new Date().toISOString().slice(0, 10),
    });
  } catch (error) {
    if (!(error instanceof GateRefusal)) throw error;
    publish(error.report(nonceOf()));
    throw new pulumi.RunError(error.message);
  }
}
