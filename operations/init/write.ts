import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { settingsFile } from "../../engine";
import { type Draft, Drafting } from "./draft";
import { marksOf, settingsDocument } from "./document";

/** The committed file that others are made from. */
const templateEnvironment = "staging";

/** Names of the environments that have a settings file. */
export function environmentsIn(directory: string): readonly string[] {
  return readdirSync(directory)
    .flatMap((file) => /^Pulumi\.([a-z][a-z0-9-]*)\.yaml$/.exec(file)?.[1] ?? [])
    .sort();
}

/** A draft of an environment's settings: its own file, else a copy of staging's. */
export function draftFor(directory: string, environment: string): Drafting {
  const own = settingsFile(directory, environment);
  const from = existsSync(own) ? environment : templateEnvironment;
  const others = environmentsIn(directory).filter((name) => name !== environment && name !== "local");
  const read = (name: string): string => readFileSync(settingsFile(directory, name), "utf8");
  return new Drafting({
    environment,
    template: read(from),
    templateEnvironment: from,
    others: others.map(read),
  });
}

/** True if there is a file whose every example has been replaced: it is somebody's own. */
export function isFilled(directory: string, environment: string): boolean {
  const file = settingsFile(directory, environment);
  return existsSync(file) && marksOf(settingsDocument(readFileSync(file, "utf8"))).length === 0;
}

/** @returns the file */
export function writeDraft(directory: string, environment: string, { text }: Draft): string {
  const file = settingsFile(directory, environment);
  writeFileSync(file, text);
  return file;
}
