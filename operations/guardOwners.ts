import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { stackFile } from "../infra/settings/parse";
import { type Problem } from "../infra/settings/problem";

/** What a settings file says of the guard; undefined where it says nothing that could be read. */
interface GuardClaim {
  readonly account: unknown;
  readonly region: unknown;
  readonly regionGuard: unknown;
}

/** Texts of settings files by environment. */
export type SettingsTexts = Readonly<Record<string, string>>;

/** The settings files of a project, `Pulumi.<environment>.yaml`. */
export function settingsTexts(projectDirectory: string): SettingsTexts {
  const files = readdirSync(projectDirectory).flatMap((name) => {
    const environment = /^Pulumi\.([a-z][a-z0-9-]*)\.yaml$/.exec(name)?.[1];
    return environment === undefined ? [] : [environment];
  });
  return Object.fromEntries(
    files.map((environment) => [
      environment,
      readFileSync(join(projectDirectory, stackFile(environment)), "utf8"),
    ]),
  );
}

/** Other environments of the same account and region that own its guard, by the project's files. */
export function ownersBeside(projectDirectory: string, environment: string): readonly string[] {
  return otherOwners(settingsTexts(projectDirectory), environment);
}

/** Other environments whose files make them owner of the guard of this one's account and region. Files that cannot be read count for nothing. Pure. */
export function otherOwners(texts: SettingsTexts, environment: string): readonly string[] {
  const own = claimIn(texts[environment] ?? "");
  if (own?.account === undefined || own.region === undefined) return [];
  return Object.keys(texts)
    .filter((other) => {
      const claim = other === environment ? undefined : claimIn(texts[other] ?? "");
      return claim?.regionGuard === "owner" && claim.account === own.account && claim.region === own.region;
    })
    .sort();
}

/** Two owners of one account and region would fight over its switches. Pure. */
export function ownerProblems(texts: SettingsTexts, environment: string): readonly Problem[] {
  if (claimIn(texts[environment] ?? "")?.regionGuard !== "owner") return [];
  const others = otherOwners(texts, environment);
  if (others.length === 0) return [];
  const files = others.map(stackFile).join(" and ");
  return [
    {
      path: "overflow:regionGuard",
      got: `owner, as ${files} of the same account and region ${others.length === 1 ? "has" : "have"}`,
      allowed: "one owner for an account and region",
      fix: `asserted here, or in ${files}`,
    },
  ];
}

function claimIn(text: string): GuardClaim | undefined {
  let content: unknown;
  try {
    content = parse(text);
  } catch {
    return undefined;
  }
  const config = isRecord(content) ? content["config"] : undefined;
  if (!isRecord(config)) return undefined;
  return {
    account: config["overflow:account"],
    region: config["aws:region"],
    regionGuard: config["overflow:regionGuard"],
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
