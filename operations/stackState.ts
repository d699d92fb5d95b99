import { type Engine } from "../engine";
import { runPulumi } from "../engine/pulumi";
import { type StackResource } from "../reports/stackResource";

interface ExportedResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly parent?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** The resources of a stack's state; secrets stay sealed. @throws Error with the CLI's reason */
export async function stackResources(engine: Engine): Promise<readonly StackResource[]> {
  const args = ["stack", "export", "--stack", engine.stack, "--non-interactive"];
  const { exitCode, stdout, stderr } = await runPulumi(engine, args);
  if (exitCode !== 0) throw new Error(`The state of stack ${engine.stack} cannot be read: ${stderr.trim()}`);
  const { deployment } = JSON.parse(stdout) as { deployment: { resources?: readonly ExportedResource[] } };
  return (deployment.resources ?? []).map(({ urn, type, id, parent, inputs = {}, outputs = {} }) => ({
    urn,
    type,
    inputs,
    outputs,
    ...(id === undefined ? {} : { id }),
    ...(parent === undefined ? {} : { parent }),
  }));
}
