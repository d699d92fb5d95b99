import { spawn } from "node:child_process";
import { status, type ServerWritableStream } from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type ILanguageRuntimeServer } from "@pulumi/pulumi/proto/language_grpc_pb";
import {
  AboutResponse,
  DependencyInfo,
  GetProgramDependenciesResponse,
  GetRequiredPackagesResponse,
  type InstallDependenciesRequest,
  InstallDependenciesResponse,
  LanguageHandshakeResponse,
} from "@pulumi/pulumi/proto/language_pb";
import { PackageDependency, PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { type Children } from "./children";
import { programDependencies, requiredPlugins } from "./packages";
import { runPlugin } from "./plugin";
import { runProgram } from "./program";

/** What the engine asks of a language host (engine.proto names). All else, such as code generation, is answered by "unimplemented". */
type LanguageService = Pick<
  ILanguageRuntimeServer,
  | "handshake"
  | "getPluginInfo"
  | "about"
  | "getRequiredPackages"
  | "getProgramDependencies"
  | "installDependencies"
  | "run"
  | "runPlugin"
  | "cancel"
>;

/** The version that this host reports: that of the protocol it was written to. */
const hostVersion = "3.259.0";

/** The LanguageRuntime service for Node.js. `engineAddress`: from the command line, `host:port`. */
export function languageService(engineAddress: string, children: Children): LanguageService {
  let engine = engineAddress;
  return {
    handshake(call, answer) {
      engine = call.request.getEngineAddress() || engine;
      answer(null, new LanguageHandshakeResponse());
    },
    getPluginInfo(_call, answer) {
      answer(null, new PluginInfo().setVersion(hostVersion));
    },
    about(_call, answer) {
      answer(null, new AboutResponse().setExecutable(process.execPath).setVersion(process.version));
    },
    getRequiredPackages(call, answer) {
      const packages = requiredPlugins(call.request.getInfo()?.getProgramDirectory() ?? process.cwd()).map(
        ({ name, version, server }) =>
          new PackageDependency().setName(name).setKind("resource").setVersion(version).setServer(server),
      );
      answer(null, new GetRequiredPackagesResponse().setPackagesList(packages));
    },
    getProgramDependencies(call, answer) {
      const directory = call.request.getInfo()?.getProgramDirectory() ?? process.cwd();
      const dependencies = programDependencies(directory).map(({ name, version }) =>
        new DependencyInfo().setName(name).setVersion(version),
      );
      answer(null, new GetProgramDependenciesResponse().setDependenciesList(dependencies));
    },
    installDependencies(call) {
      installDependencies(call, children);
    },
    run(call, answer) {
      const onCancelled = (end: () => void): void => {
        call.on("cancelled", end);
      };
      void runProgram(call.request, engine, children, onCancelled).then((response) => {
        answer(null, response);
      });
    },
    runPlugin(call) {
      runPlugin(call, children);
    },
    cancel(_call, answer) {
      answer(null, new Empty());
      void children.endAll();
    },
  };
}

/** `pulumi install`: the packages come from npm, as package-lock.json says if there is one. */
function installDependencies(
  call: ServerWritableStream<InstallDependenciesRequest, InstallDependenciesResponse>,
  children: Children,
): void {
  const fail = (details: string): void => {
    call.emit("error", { code: status.INTERNAL, details });
  };
  const child = children.add(
    spawn("npm", ["install"], { cwd: call.request.getDirectory(), stdio: ["ignore", "pipe", "pipe"] }),
  );
  child.stdout.on("data", (chunk: Buffer) => call.write(new InstallDependenciesResponse().setStdout(chunk)));
  child.stderr.on("data", (chunk: Buffer) => call.write(new InstallDependenciesResponse().setStderr(chunk)));
  child.on("error", (error) => {
    fail(`could not start npm: ${error.message}`);
  });
  child.on("close", (code) => {
    if (code === 0) call.end();
    else fail(`npm install ended with ${code ?? "a signal"}`);
  });
  call.on("cancelled", () => {
    children.end(child);
  });
}
