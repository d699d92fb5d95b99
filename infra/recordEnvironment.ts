import * as pulumi from "@pulumi/pulumi";
import { declareEnvironment } from "./environment";
import { record } from "./registrations/record";
import { type Registration } from "./registrations/registration";
import { type Settings } from "./settings/schema";

/**
 * What the program would register for an environment, as at its first preview: from the settings alone, without an engine, an account or the
 * scaler's bundle. Touches nothing.
 * @param project Pulumi's name of the project, part of each URN
 */
export function recordEnvironment(settings: Settings, project: string): Promise<readonly Registration[]> {
  const code = new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset("// The scaler") });
  return record({ stack: settings.environment, project }, () => declareEnvironment(settings, code));
}
