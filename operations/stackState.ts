import { type Engine } from "../engine";
import { runPulumi } from "../engine/pulumi";
import { findObstacle } from "../engine/recovery";
import { type StackResource } from "../reports/stackResource";

interface ExportedResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly parent?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
}

/** A resource of a stack's state, and what is to happen to it at the stack's end. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  /** Empty for a component. */
  readonly id: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
}

/** The resources of a stack's state; secrets stay sealed. @throws Error with the CLI's reason */
export async function stackResources(engine: Engine): Promise<readonly StackResource[]> {
  const { resources, reason } = await exportedResources(engine);
  if (resources === null) throw unreadable(engine, reason);
  return resources.map(({ urn, type, id, parent, inputs = {}, outputs = {} }) => ({
    urn,
    type,
    inputs,
    outputs,
    ...(id === undefined ? {} : { id }),
    ...(parent === undefined ? {} : { parent }),
  }));
}

/** What the stack's state holds; nothing if there is no such stack. @throws Error with the CLI's reason */
export async function stackState(engine: Engine): Promise<readonly StateResource[]> {
  const { resources, reason } = await exportedResources(engine);
  if (resources === null && findObstacle(reason)?.kind !== "no-stack") throw unreadable(engine, reason);
  return (resources ?? []).map(
    ({ urn, type, id = "", inputs = {}, protect = false, retainOnDelete = false }) => ({
      urn,
      type,
      id,
      inputs,
      protect,
      retainOnDelete,
    }),
  );
}

/** How many resources refuse to be destroyed. */
export function countProtected(resources: readonly StateResource[]): number {
  return resources.filter(({ protect }) => protect).length;
}

async function exportedResources(
  engine: Engine,
): Promise<{ readonly resources: readonly ExportedResource[] | null; readonly reason: string }> {
  const args = ["stack", "export", "--stack", engine.stack, "--non-interactive"];
  const { exitCode, stdout, stderr } = await runPulumi(engine, args);
  if (exitCode !== 0) return { resources: null, reason: stderr };
  const { deployment } = JSON.parse(stdout) as { deployment: { resources?: readonly ExportedResource[] } };
  return { resources: deployment.resources ?? [], reason: "" };
}

function unreadable({ stack }: Engine, reason: string): Error {
  return new Error(`The state of stack ${stack} cannot be read: ${reason.trim()}`);
}
