import { dirname, join } from "node:path";
import { bundlePath } from "../tools/freshness";
import { layoutOf } from "./layout";
import { pythonEnvironment, type ProcessRecipe } from "./master/process";
import { EGRESS_ADDRESS, FILES_HOST, nginxOf, SOURCES_ADDRESS, SOURCES_HOST } from "./origins/origins";
import { type Service, untilAnswers } from "./service";
import { type LabState } from "./state";
import { projectRoot, type Toolchain } from "./toolchain";

/** Address of the build master that the settings of `Pulumi.local.yaml` name, and that only the link knows. */
export const BUILD_MASTER = "10.20.0.10";

/** What the link leads to. */
const routesOf = ({ masterWeb, masterWorkers, originSources, egress }: LabState["ports"]) => ({
  [`${BUILD_MASTER}:8010`]: masterWeb,
  [`${BUILD_MASTER}:9989`]: masterWorkers,
  [`${SOURCES_ADDRESS}:443`]: originSources,
  [`${EGRESS_ADDRESS}:443`]: egress,
});

/** What the name servers of the build network know. */
const NAMES = {
  "buildmaster.corp.example": BUILD_MASTER,
  [SOURCES_HOST]: SOURCES_ADDRESS,
  [FILES_HOST]: EGRESS_ADDRESS,
};

export const EMULATOR = "emulator";
export const MASTER = "master";
export const MACHINES = "machines";
export const FUNCTIONS = "functions";

export const urlOf = (port: number): string => `http://127.0.0.1:${port}`;

/** The AWS API of one region, and of nothing else. */
export function emulatorService({ directory, ports, region }: LabState, { python }: Toolchain): Service {
  const layout = layoutOf(directory);
  const program = join(projectRoot, "lab", "emulator", "main.py");
  return {
    name: EMULATOR,
    command: [python, program, "--port", String(ports.emulator), "--state-dir", layout.emulator],
    environment: pythonEnvironment({
      HOME: directory,
      AWS_DEFAULT_REGION: region,
      OVERFLOW_CALL_LOG: layout.callLog,
      OVERFLOW_FUNCTIONS_URL: urlOf(ports.functions),
    }),
    workingDirectory: directory,
    ready: (signal) => untilAnswers(`${urlOf(ports.emulator)}/lab/health`, signal),
  };
}

/** The machines' host, with the link. */
export function machinesService(state: LabState, { node, python }: Toolchain): Service {
  const { directory, ports, region } = state;
  return {
    name: MACHINES,
    command: [
      ...[node, bundlePath("lab-machines"), "--directory", directory, "--region", region],
      ...["--emulator", urlOf(ports.emulator), "--port", String(ports.machines)],
      ...["--link-functions-port", String(ports.linkFunctions)],
      ...["--python", python, "--nginx", nginxOf(python), "--images", join(projectRoot, "images")],
      ...Object.entries(routesOf(ports)).flatMap(([address, port]) => ["--route", `${address}=${port}`]),
      ...Object.entries(NAMES).flatMap(([name, address]) => ["--name", `${name}=${address}`]),
    ],
    environment: nodeEnvironment(state, node),
    workingDirectory: directory,
    ready: (signal) => untilAnswers(`${urlOf(ports.machines)}/machines`, signal),
  };
}

/** The functions' runner. */
export function functionsService(state: LabState, { node }: Toolchain): Service {
  const { directory, ports, region } = state;
  return {
    name: FUNCTIONS,
    command: [
      ...[node, bundlePath("lab-functions"), "--directory", directory, "--region", region],
      ...["--emulator", urlOf(ports.emulator), "--port", String(ports.functions)],
      ...["--link-functions-port", String(ports.linkFunctions)],
      ...["--node", node, "--runtime", join(projectRoot, "lab", "functions", "runtime.js")],
    ],
    environment: nodeEnvironment(state, node),
    workingDirectory: directory,
    ready: (signal) => untilAnswers(`${urlOf(ports.functions)}/functions`, signal),
  };
}

/** A process of the build network. */
export function buildNetworkService(recipe: ProcessRecipe): Service {
  return {
    name: recipe.name,
    command: [recipe.command, ...recipe.args],
    environment: recipe.env,
    workingDirectory: recipe.cwd,
    ownLog: recipe.log,
    ready: (signal) => recipe.ready(signal),
  };
}

const nodeEnvironment = ({ directory }: LabState, node: string) => ({
  PATH: `${dirname(node)}:/usr/local/bin:/usr/bin:/bin`,
  HOME: directory,
  LANG: "C.UTF-8",
});
