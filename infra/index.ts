import { existsSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { declareEnvironment } from "./environment";
import { readSettings } from "./settings/read";

/** The scaler's bundle; Pulumi runs programs in the project's folder. */
const bundle = "dist/scaler/index.js";

const settings = readSettings();
if (!existsSync(bundle)) {
  throw new pulumi.RunError(
    `${bundle} is missing: the scaler is not built. Run 'npm run build' in the project's folder.`,
  );
}
const code = new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.FileAsset(bundle) });

export const {
  environment,
  region,
  link,
  mirrors,
  recordsBucket,
  scalerFunctionName,
  scalerTableName,
  poolsFile,
  masterCredentials,
} = declareEnvironment(settings, code);
