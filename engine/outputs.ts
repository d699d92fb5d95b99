import { type Engine, runPulumi } from "./pulumi";

export interface OutputsOptions {
  /** Secret outputs in plain text; else they read `[secret]`. */
  readonly showSecrets?: boolean;
}

/**
 * The outputs of a stack.
 * @throws Error with the CLI's reason: no such stack, a wrong passphrase
 */
export async function stackOutputs(
  engine: Engine,
  { showSecrets = false }: OutputsOptions = {},
): Promise<Record<string, unknown>> {
  const args = ["stack", "output", "--json", "--stack", engine.stack, "--non-interactive"];
  const { exitCode, stdout, stderr } = await runPulumi(
    engine,
    showSecrets ? [...args, "--show-secrets"] : args,
  );
  if (exitCode !== 0) {
    throw new Error(
      `The outputs of stack ${engine.stack} cannot be read: ${stderr.replace(/^error: /, "").trim()}`,
    );
  }
  return JSON.parse(stdout) as Record<string, unknown>;
}
