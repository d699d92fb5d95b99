import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PolicyPack } from "@pulumi/policy";
import exemptions from "./exemptions.json";
import { parseExemptions } from "./judgement/exemptions";
import { packName, policiesFor } from "./pack/pack";
import { nonceOf, publish } from "./pack/publish";
import { rules } from "./registry";

/** Pulumi runs a pack in its own folder, and reads the version from the manifest there; so does the report. */
function packVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(process.cwd(), "package.json"), "utf8"));
  const version =
    typeof manifest === "object" && manifest !== null && "version" in manifest && manifest.version;
  return typeof version === "string" ? version : "unknown";
}

function flagOf(text: string | undefined): boolean | undefined {
  return text === undefined || text === "" ? undefined : text === "true";
}

new PolicyPack(packName, {
  description: "Nothing in the stack opens a way to or from anywhere but the build network.",
  enforcementLevel: "mandatory",
  policies: policiesFor(rules, {
    version: packVersion(),
    nonce: nonceOf(),
    dryRun: flagOf(process.env["PULUMI_DRY_RUN"]),
    exemptions: parseExemptions(exemptions),
    today: new Date().toISOString().slice(0, 10),
    publish,
  }),
});
