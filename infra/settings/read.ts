import * as pulumi from "@pulumi/pulumi";
import { parseSettings, stackFile } from "./parse";
import { renderProblems } from "./problem";
import { type Settings } from "./schema";

/**
 * The settings of the stack that runs. The one place that reads Pulumi's configuration.
 * @throws pulumi.RunError with every wrong, missing or unknown key
 */
export function readSettings(): Settings {
  const stack = pulumi.getStack();
  const texts = Object.entries(pulumi.runtime.allConfig());
  const raw: Record<string, unknown> = Object.fromEntries(
    texts.map(([key, text]) => [key, fromConfig(text)]),
  );
  const { settings, problems } = parseSettings(raw, stack);
  if (settings === undefined) throw new pulumi.RunError(renderProblems(stackFile(stack), problems));
  return settings;
}

/** Pulumi hands objects and lists over as JSON; other values, and what is no JSON after all, are left as text. */
export function fromConfig(text: string): unknown {
  if (!/^[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
