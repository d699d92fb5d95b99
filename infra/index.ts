import { existsSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { type DeclaredOutputs, declareEnvironment } from "./environment";
import { assertGuard } from "./security/regionGuard";
import { readSettings } from "./settings/read";

/** The scaler's bundle; Pulumi runs programs in the project's folder. */
const bundle = "dist/scaler/index.js";

/** The program. Pulumi calls it and waits for it; what it answers are the stack's outputs. */
export = async (): Promise<DeclaredOutputs> => {
  const settings = readSettings();
  if (!existsSync(bundle)) {
    throw new pulumi.RunError(
      `${bundle} is missing: the scaler is not built. Run 'npm run build' in the project's folder.`,
    );
  }
  await assertGuard(settings);
  const code = new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.FileAsset(bundle) });
  return declareEnvironment(settings, code);
};
