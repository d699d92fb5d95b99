import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { type SourcePosition } from "../../policy/evidence/evidence";
import { factsOfState } from "../../policy/sources/state";
import { UnusableInput } from "../../policy/sources/unusableInput";
import { sha256 } from "./hashes";
import { type ProofInput, reading } from "./input";

/** A file of `pulumi stack export`. @throws UnusableInput */
export function readStateInput(file: string): ProofInput {
  const bytes = reading(file, () => readFileSync(file));
  const json = jsonOf(file, bytes.toString("utf8"));
  const stack = factsOfState(json);
  return {
    stack,
    input: {
      kind: "state",
      name: basename(file),
      sha256: sha256(bytes),
      resources: stack.resources.length,
    },
    missing: [],
    positions: positionsOf(json),
  };
}

/** @throws UnusableInput: the parser's words are left out, for they show parts of the text */
export function jsonOf(file: string, text: string): unknown {
  if (text.trim() === "") throw new UnusableInput(`${file} is empty.`);
  try {
    return JSON.parse(text);
  } catch {
    throw new UnusableInput(`${file} is no JSON: it is broken or cut short.`);
  }
}

/**
 * Where resources are declared: `project:///infra/network.ts#12,3`.
 * Source: Pulumi, sdk/go/common/apitype/core.go, ResourceV3.SourcePosition.
 */
function positionsOf(json: unknown): ReadonlyMap<string, SourcePosition> {
  const positions = new Map<string, SourcePosition>();
  const { deployment } = json as { deployment?: { resources?: readonly unknown[] } };
  for (const resource of deployment?.resources ?? []) {
    const { urn, sourcePosition } = resource as { urn?: unknown; sourcePosition?: unknown };
    if (typeof urn !== "string" || typeof sourcePosition !== "string") continue;
    const [, file, line] = /^project:\/\/\/([^#]+)#(\d+)/.exec(sourcePosition) ?? [];
    if (file !== undefined && Number(line) > 0) positions.set(urn, { file, line: Number(line) });
  }
  return positions;
}
