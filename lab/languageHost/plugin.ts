import { spawn } from "node:child_process";
import { status, type ServerWritableStream } from "@grpc/grpc-js";
import { type RunPluginRequest, RunPluginResponse } from "@pulumi/pulumi/proto/language_pb";
import { type Children } from "./children";
import { environmentOf, runtimeOptionsFrom } from "./options";
import { type NodeCommand, sdkRunner } from "./program";

interface PluginCommand extends NodeCommand {
  readonly directory: string;
}

/** How a request to run a plugin is put to the SDK: a policy pack has the kind `analyzer`; all else is a provider in Node.js. */
function pluginCommand(request: RunPluginRequest): PluginCommand {
  const info = request.getInfo();
  if (!info) throw new Error("the engine named no plugin to run");
  const options = runtimeOptionsFrom(info.getOptions());
  const directory = info.getProgramDirectory();
  const isPolicyPack = request.getKind() === "analyzer";
  const runner = sdkRunner(directory, isPolicyPack ? "run-policy-pack" : "run-plugin");
  const rest = isPolicyPack ? [...request.getArgsList(), directory] : [directory, ...request.getArgsList()];
  return {
    directory: isPolicyPack ? directory : request.getPwd(),
    arguments: [...options.nodeArguments, runner, ...rest],
    environment: { ...environmentFrom(request.getEnvList()), ...environmentOf(options) },
  };
}

/** Runs a plugin to its end and passes on all that it prints: the engine reads the plugin's port from the first line. */
export function runPlugin(
  call: ServerWritableStream<RunPluginRequest, RunPluginResponse>,
  children: Children,
): void {
  const fail = (code: status, details: string): void => {
    call.emit("error", { code, details });
  };
  let command: PluginCommand;
  try {
    command = pluginCommand(call.request);
  } catch (error) {
    fail(status.FAILED_PRECONDITION, error instanceof Error ? error.message : String(error));
    return;
  }
  const child = children.add(
    spawn(process.execPath, command.arguments, {
      cwd: command.directory,
      env: command.environment,
      stdio: ["ignore", "pipe", "pipe"],
    }),
  );
  child.stdout.on("data", (chunk: Buffer) => call.write(new RunPluginResponse().setStdout(chunk)));
  child.stderr.on("data", (chunk: Buffer) => call.write(new RunPluginResponse().setStderr(chunk)));
  child.on("error", (error) => {
    fail(status.INTERNAL, `could not start Node.js: ${error.message}`);
  });
  child.on("close", (code) => {
    if (call.cancelled) return;
    call.write(new RunPluginResponse().setExitcode(code ?? 1));
    call.end();
  });
  call.on("cancelled", () => {
    children.end(child);
  });
}

/** `NAME=value` lines, as the engine sends them, as a record. A value may hold further equals signs. */
export function environmentFrom(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    lines.filter((line) => line.includes("=")).map((line) => splitAt(line, line.indexOf("="))),
  );
}

function splitAt(line: string, at: number): [string, string] {
  return [line.slice(0, at), line.slice(at + 1)];
}
