import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { bundlePath } from "../tools/freshness";
import { build } from "../tools/build";
import { buildNetworkOf } from "./buildNetwork";
import { endProcesses } from "./down";
import { demandOwnFolder, removeLab, writeLabState } from "./folder";
import { guardLab } from "./guard";
import { installLanguageHost } from "./languageHost/install";
import { type LabLayout, layoutOf } from "./layout";
import { disownDead } from "./owner";
import { findFreePorts } from "./processes/ports";
import { findProcess } from "./processes/registry";
import { stopProcess, stopUnrecorded } from "./processes/stop";
import { installProvider } from "./provider/install";
import { ensureService, type Service } from "./service";
import {
  buildNetworkService,
  EMULATOR,
  emulatorService,
  functionsService,
  machinesService,
} from "./services";
import { type LabPorts, type LabState } from "./state";
import { labStatus, serviceStatus } from "./status";
import { type Toolchain } from "./toolchain";
import { withLock } from "./toolchain/lock";

/**
 * Seals the state of a lab's stacks. The same in every lab, since Pulumi keeps a check of it (`encryptionsalt`) in `Pulumi.local.yaml`: a
 * random one would change that file at every `lab up`. What it seals are made-up keys of machines on loopback, gone with the lab.
 */
const PASSPHRASE = "lab";

const PORT_NAMES = [
  ...(["emulator", "machines", "masterWeb", "masterWorkers", "functions", "linkFunctions"] as const),
  ...(["originSources", "originFiles", "egress", "switch"] as const),
] satisfies readonly (keyof LabPorts)[];

/** Bundles that a lab runs. */
const BUNDLES = ["provider", "languageHost", "lab-machines", "lab-functions"] as const;

export interface LabUpOptions {
  readonly directory: string;
  readonly tools: Toolchain;
  /** @default us-east-1 */
  readonly region?: string;
  readonly onProgress?: (message: string) => void;
  /** Ends what was started so far when aborted. */
  readonly signal?: AbortSignal;
}

export interface LabUp {
  readonly state: LabState;
  /** `already`: it was up. `repaired`: some of its processes had ended. */
  readonly outcome: "started" | "already" | "repaired";
}

/**
 * Brings a lab up, or what is missing of it, and returns when every part serves.
 * @throws Error with the end of the log of the part that did not come up; what this call started is ended then
 */
export async function labUp(options: LabUpOptions): Promise<LabUp> {
  const directory = resolve(options.directory);
  demandOwnFolder(directory);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  return withLock(layoutOf(directory).lock, () => bringUp({ ...options, directory }), {
    onWait: (pid) => options.onProgress?.(`Waiting for process ${pid}, which brings this lab up or down`),
    signal: options.signal,
  });
}

async function bringUp(options: LabUpOptions): Promise<LabUp> {
  const { directory } = options;
  const layout = layoutOf(directory);
  disownDead(directory);
  const status = await labStatus(directory);
  if (status.condition === "up" && status.state !== null) return { state: status.state, outcome: "already" };

  const isRegionAlive = serviceStatus(directory, EMULATOR).isAlive;
  if (status.state !== null && isRegionAlive) {
    await startAll(status.state, options);
    return { state: status.state, outcome: "repaired" };
  }
  if (status.state !== null) {
    // The emulator keeps the region in memory: stacks and VMs that the folder tells of are no more.
    options.onProgress?.("The region ended with its emulator: the lab begins anew");
    await endProcesses(directory);
    await stopUnrecorded(directory);
    removeLab(layout);
  }
  // The logs of the lab before: kept until now so that what went wrong could be read, and nothing of them is this one's.
  rmSync(layout.logs, { recursive: true, force: true });
  const state = await makeState(directory, options.region ?? "us-east-1");
  const guard = guardLab(directory);
  writeLabState(state);
  try {
    await startAll(state, options);
  } catch (error) {
    removeLab(layout);
    throw error;
  } finally {
    guard.release();
  }
  return { state, outcome: "started" };
}

/** Starts what does not run. On a fault, ends what it started, the last first. */
async function startAll(state: LabState, options: LabUpOptions): Promise<void> {
  const { directory } = state;
  const started: string[] = [];
  const failing = new AbortController();
  const signal = AbortSignal.any([failing.signal, ...(options.signal === undefined ? [] : [options.signal])]);
  const ensure = async (service: Service): Promise<void> => {
    started.unshift(service.name);
    if (await ensureService(directory, service, signal)) options.onProgress?.(`Started ${service.name}`);
    else started.splice(started.indexOf(service.name), 1);
  };
  try {
    await startInOrder(state, options.tools, ensure, (error) => {
      failing.abort(error);
    });
  } catch (error) {
    for (const name of started) {
      const record = findProcess(directory, name);
      if (record !== null) await stopProcess(directory, record);
    }
    throw error;
  }
}

async function startInOrder(
  state: LabState,
  tools: Toolchain,
  ensure: (service: Service) => Promise<void>,
  onFault: (error: unknown) => void,
): Promise<void> {
  await together(
    [
      () => ensure(emulatorService(state, tools)),
      () => startBuildNetwork(state, tools, ensure),
      () => installEngine(state, tools),
    ],
    onFault,
  );
  await together(
    [() => ensure(machinesService(state, tools)), () => ensure(functionsService(state, tools))],
    onFault,
  );
}

async function startBuildNetwork(
  state: LabState,
  tools: Toolchain,
  ensure: (service: Service) => Promise<void>,
): Promise<void> {
  const network = await buildNetworkOf(state, tools);
  await Promise.all(
    [network.master, ...network.origins].map((recipe) => ensure(buildNetworkService(recipe))),
  );
  await Promise.all(network.inHouse.map((recipe) => ensure(buildNetworkService(recipe))));
}

/** The Pulumi CLI with the language host beside it, and a PULUMI_HOME with the provider: all that `pulumi` needs here. */
async function installEngine({ directory }: LabState, tools: Toolchain): Promise<void> {
  const layout = layoutOf(directory);
  await build({ names: BUNDLES });
  installLanguageHost(layout.bin, bundlePath("languageHost"), tools.node, tools.pulumi);
  installProvider(layout.pulumiHome, bundlePath("provider"), tools.node);
  prepareBackend(layout);
}

function prepareBackend(layout: LabLayout): void {
  // Pulumi does not make the folder of a file backend.
  mkdirSync(layout.backend, { recursive: true, mode: 0o700 });
  writeFileSync(layout.passphrase, PASSPHRASE, { mode: 0o600 });
}

/** Runs all at once. The first fault stops the others' waiting, and is thrown once all have come to their end. */
async function together(
  works: readonly (() => Promise<void>)[],
  onFault: (error: unknown) => void,
): Promise<void> {
  const faults: unknown[] = [];
  await Promise.all(
    works.map((work) =>
      work().catch((error: unknown) => {
        faults.push(error);
        onFault(error);
      }),
    ),
  );
  if (faults.length > 0) throw faults[0];
}

async function makeState(directory: string, region: string): Promise<LabState> {
  const free = await findFreePorts(PORT_NAMES.length);
  const ports = Object.fromEntries(PORT_NAMES.map((name, index) => [name, free[index] ?? 0])) as Record<
    keyof LabPorts,
    number
  >;
  return { schema: 1, directory, region, ports };
}
