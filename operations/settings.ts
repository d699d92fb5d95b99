import { existsSync, readFileSync } from "node:fs";
import { parse, YAMLParseError } from "yaml";
import { settingsFile } from "../engine";
import { authorityWarnings, borrowedAuthority } from "../infra/settings/authority";
import { parseSettings, stackFile } from "../infra/settings/parse";
import { type Problem, renderProblems } from "../infra/settings/problem";
import { type Settings } from "../infra/settings/schema";
import { ownerProblems, settingsTexts } from "./guardOwners";
import { SettingsError } from "./settingsError";
import { type World } from "./world";

/** Where an environment's settings are. */
interface SettingsPlace {
  readonly environment: string;
  readonly engine: Pick<World["engine"], "projectDirectory" | "settingsDirectory">;
}

/**
 * Checks an environment's settings before the engine starts. The stack's program checks them, too, for those who run plain Pulumi.
 * @returns warnings: of a certificate authority that soon is not valid any more
 * @throws SettingsError with every wrong, missing and unknown key
 */
export function checkSettings(
  world: Pick<World, "engine" | "environment" | "lab">,
  nowMs: number = Date.now(),
): readonly string[] {
  const settings = readSettings(world);
  const problems = [
    // Of the project's own files, in the lab too: what is tried there is what AWS gets.
    ...ownerProblems(settingsTexts(world.engine.projectDirectory), world.environment),
    ...(world.lab === null ? problemsOnAws(settings) : []),
  ];
  if (problems.length > 0) throw new SettingsError(renderProblems(stackFile(world.environment), problems));
  return authorityWarnings(settings.buildNetwork.certificateAuthority ?? "", nowMs);
}

/**
 * An environment's settings.
 * @throws SettingsError with every wrong, missing and unknown key
 */
export function readSettings({ engine, environment }: SettingsPlace): Settings {
  const folder = engine.settingsDirectory ?? engine.projectDirectory;
  const read = settingsIn(readFileSync(settingsFile(folder, environment), "utf8"), environment);
  if (typeof read === "string") throw new SettingsError(read);
  return read;
}

/** What settings may hold in the lab only. Pure. */
export function problemsOnAws({ buildNetwork }: Pick<Settings, "buildNetwork">): readonly Problem[] {
  const reason = borrowedAuthority(buildNetwork.certificateAuthority ?? "");
  if (reason === null) return [];
  return [
    {
      path: "overflow:buildNetwork.certificateAuthority",
      got: `a CA that is ${reason}`,
      allowed: "on AWS the build network's own CA",
      fix: "put its certificate there, or use --lab",
    },
  ];
}

/** Region in the project's settings of an environment, or undefined: the file is not there or names none. */
export function regionInSettings(environment: string, projectDirectory: string): string | undefined {
  const file = settingsFile(projectDirectory, environment);
  if (!existsSync(file)) return undefined;
  const found = /^\s+aws:region:\s*["']?([a-z0-9-]+)["']?\s*(?:#.*)?$/m.exec(readFileSync(file, "utf8"));
  return found?.[1];
}

/** What is wrong with the text of an environment's settings, or null. Pure. */
export function settingsProblem(yaml: string, environment: string): string | null {
  const read = settingsIn(yaml, environment);
  return typeof read === "string" ? read : null;
}

/** The settings in the text, or what is wrong with it. */
function settingsIn(yaml: string, environment: string): Settings | string {
  const file = stackFile(environment);
  let content: unknown;
  try {
    content = parse(yaml);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    return `${file} is no YAML; nothing was changed. ${error.message.trim()}`;
  }
  const config = isRecord(content) ? content["config"] : undefined;
  if (!isRecord(config)) return `${file} has no settings under 'config:'; docs/settings.md lists them.`;
  const { settings, problems } = parseSettings(config, environment);
  return settings ?? renderProblems(file, problems);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
