import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { parse } from "yaml";
import { settingsFile } from "../../engine";
import { type recordEnvironment } from "../../infra/recordEnvironment";
import { buildNetworkOf } from "../../infra/settings/buildNetwork";
import { ruleOptionsOf } from "../../infra/settings/ruleOptions";
import { stackFile } from "../../infra/settings/parse";
import { factsOfDeclared } from "../../policy/sources/declared";
import { readSettings } from "../settings";
import { hashOfContents, hashOfSources } from "./hashes";
import { type ProofInput } from "./input";

/** What the program is made of: with the settings, all that decides what it declares. */
const programSources = ["infra", "package-lock.json"];

/**
 * What the program would declare for an environment, as at its first preview. Needs no account, no engine and no lab, and touches nothing.
 * @throws SettingsError with every wrong, missing and unknown key
 */
export async function recordInput(root: string, environment: string): Promise<ProofInput> {
  const settings = readSettings({ environment, engine: { projectDirectory: root } });
  const load = createRequire(join(root, "package.json"));
  const recording = load("./infra/recording.js") as { recordEnvironment: typeof recordEnvironment };
  const declared = await recording.recordEnvironment(settings, projectName(root));
  const stack = factsOfDeclared(declared);
  const text = readFileSync(settingsFile(root, environment));
  return {
    stack,
    input: {
      kind: "program",
      name: environment,
      sha256: hashOfContents([
        [stackFile(environment), text],
        ["program", hashOfSources(root, programSources)],
      ]),
      resources: stack.resources.length,
    },
    missing: [],
    positions: new Map(),
    buildNetwork: buildNetworkOf(settings),
    ruleOptions: ruleOptionsOf(settings),
  };
}

function projectName(root: string): string {
  const { name } = parse(readFileSync(join(root, "Pulumi.yaml"), "utf8")) as { name: string };
  return name;
}
