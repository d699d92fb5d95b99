import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type RunRequest, RunResponse } from "@pulumi/pulumi/proto/language_pb";
import { type Children } from "./children";
import { environmentOf, runtimeOptionsFrom } from "./options";

/** What runs in a Node.js process of its own. */
export interface NodeCommand {
  readonly arguments: readonly string[];
  /** Variables added to the environment. */
  readonly environment: Readonly<Record<string, string>>;
}

/** With this code the SDK's runner ends when it has told the user of the error itself (`@pulumi/pulumi/cmd/run`, run.js). */
const toldUserExitCode = 32;

/**
 * The SDK's runner that belongs to a program: resolved from the program's folder, so that program and runner load the same SDK.
 * @param runner `run`, `run-policy-pack` or `run-plugin`
 * @throws Error naming the folder if the SDK is not installed for it
 */
export function sdkRunner(programDirectory: string, runner: string): string {
  try {
    return createRequire(join(programDirectory, "package.json")).resolve(`@pulumi/pulumi/cmd/${runner}`);
  } catch {
    throw new Error(`@pulumi/pulumi is not installed for ${programDirectory}; run npm install there`);
  }
}

/** How a request to run a program is put to the SDK's runner. `runnerPath`: its file. */
export function programCommand(request: RunRequest, engineAddress: string, runnerPath: string): NodeCommand {
  const info = request.getInfo();
  const options = runtimeOptionsFrom(info?.getOptions());
  const flags = {
    monitor: request.getMonitorAddress(),
    engine: engineAddress,
    organization: request.getOrganization(),
    project: request.getProject(),
    stack: request.getStack(),
    pwd: request.getPwd(),
    "query-mode": String(request.getQuerymode()),
    parallel: String(request.getParallel()),
  };
  const set = Object.entries(flags).filter(([, value]) => value !== "");
  const entryPoint = [info?.getEntryPoint(), request.getProgram()].find(
    (path) => path !== undefined && path !== "",
  );
  const config: Record<string, string> = {};
  request.getConfigMap().forEach((value, key) => {
    config[key] = value;
  });
  return {
    arguments: [
      ...options.nodeArguments,
      runnerPath,
      ...set.flatMap(([name, value]) => [`--${name}`, value]),
      ...(request.getDryrun() ? ["--dry-run"] : []),
      entryPoint ?? ".",
      ...request.getArgsList(),
    ],
    environment: {
      ...environmentOf(options),
      PULUMI_CONFIG: JSON.stringify(config),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    },
  };
}

/** Runs a program to its end, with this host's own Node.js. Its output is this host's, which the engine shows. */
export async function runProgram(
  request: RunRequest,
  engineAddress: string,
  children: Children,
  onCancelled: (end: () => void) => void,
): Promise<RunResponse> {
  const directory = request.getInfo()?.getProgramDirectory() ?? request.getPwd();
  let command: NodeCommand;
  try {
    command = programCommand(request, engineAddress, sdkRunner(directory, "run"));
  } catch (error) {
    return failure(error instanceof Error ? error.message : String(error));
  }
  return new Promise((resolve) => {
    const child = children.add(
      spawn(process.execPath, command.arguments, {
        env: { ...process.env, ...command.environment },
        stdio: ["ignore", "inherit", "inherit"],
      }),
    );
    onCancelled(() => {
      children.end(child);
    });
    child.on("error", (error) => {
      resolve(failure(`could not start Node.js: ${error.message}`));
    });
    child.on("close", (code, signal) => {
      resolve(outcome(code, signal));
    });
  });
}

/** The answer to the engine for the way in which a program ended. */
export function outcome(code: number | null, signal: NodeJS.Signals | null): RunResponse {
  if (code === 0) return new RunResponse();
  if (code === toldUserExitCode) return new RunResponse().setBail(true);
  return failure(`Program exited with non-zero exit code: ${code ?? signal ?? "unknown"}`);
}

function failure(message: string): RunResponse {
  return new RunResponse().setError(message);
}
