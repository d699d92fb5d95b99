import { type ChildProcess, spawn } from "node:child_process";
import { createHash, createHmac } from "node:crypto";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type PoolsFile } from "../../infra/outputs";
import { labAuthority } from "../../lab/certificates/authority";
import { type BuildMaster, createBuildMaster } from "../../lab/master/buildMaster";
import { type ProcessRecipe, pythonEnvironment } from "../../lab/master/process";
import { findFreePorts } from "../../lab/processes/ports";
import { type Clock } from "../../scaler/ports";
import { settingsOf } from "../infra/mocks";

export const cloudNames = ["bld-linux64-ec2-001", "bld-linux64-ec2-002"];
export const scaler = { user: "overflow-test", password: "scaler-password" };
const workerKey = "test-key";

export const clock: Clock = {
  nowMs: () => Date.now(),
  sleep: (ms, signal) => sleep(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined),
};

/** The Python with Buildbot that the test runner provides. */
export function python(): string {
  const found = process.env["OVERFLOW_PYTHON"];
  if (found === undefined) {
    throw new Error(
      "OVERFLOW_PYTHON is not set: it must name a Python with buildbot; run the tests by `npm test`",
    );
  }
  return found;
}

/** An authority that is not the lab's: the example's, whose key nobody has. */
export function exampleAuthority(): string {
  const { certificateAuthority } = settingsOf("staging").buildNetwork;
  if (certificateAuthority === null) throw new Error("Pulumi.staging.yaml has no certificate authority");
  return certificateAuthority;
}

export interface Proxy {
  /** HOST:PORT */
  readonly address: string;
  /** What was asked for, in order. */
  readonly targets: readonly string[];
}

/** A master with its in-house workers and, on request, cloud workers; `stop` ends all it started. */
export class BuildNetwork {
  readonly #running = new Map<string, ChildProcess>();
  readonly #servers: Server[] = [];

  private constructor(
    readonly directory: string,
    readonly poolsDirectory: string,
    readonly workersPort: number,
    private readonly switchPort: number,
    readonly master: BuildMaster,
  ) {}

  static async create(): Promise<BuildNetwork> {
    const directory = await mkdtemp(path.join(tmpdir(), "overflow-buildbot-"));
    const poolsDirectory = path.join(directory, "pools");
    await mkdir(poolsDirectory);
    await writePools(poolsDirectory, cloudNames);
    const [webPort = 0, workersPort = 0, originSources = 0, originFiles = 0, egress = 0, door = 0] =
      await findFreePorts(6);
    const originPorts = { originSources, originFiles, egress, switch: door };
    const options = {
      ...{ webPort, workersPort, originPorts, poolsDirectory },
      ...{ watchdogSeconds: 1, watchdogGraceSeconds: 1 },
    };
    const master = await createBuildMaster(directory, options, { python: python() });
    return new BuildNetwork(directory, poolsDirectory, workersPort, door, master);
  }

  pid(name: string): number {
    const pid = this.#running.get(name)?.pid;
    if (pid === undefined) throw new Error(`'${name}' does not run`);
    return pid;
  }

  async start(recipe: ProcessRecipe): Promise<void> {
    this.launch(recipe.name, recipe.command, recipe.args, recipe.cwd, recipe.env);
    await recipe.ready();
  }

  /** A cloud machine: the image's bootstrap with a metadata service of its own. */
  async startCloudWorker(name: string, proxy?: Proxy): Promise<void> {
    await this.launchCloudWorker(name, labAuthority(), proxy);
    await until(() => this.master.client.isConnected(name), `'${name}' did not attach`);
  }

  /** The same without a wait for its attach. @returns the worker's log */
  async launchCloudWorker(name: string, authority: string, proxy?: Proxy): Promise<string> {
    const metadata = await serveMetadata(name, this.workersPort, authority);
    this.#servers.push(metadata);
    const home = path.join(this.directory, name);
    await mkdir(home, { recursive: true });
    const bootstrap = path.resolve(__dirname, "..", "..", "images", "bootstrap.py");
    const url = `http://127.0.0.1:${(metadata.address() as AddressInfo).port}`;
    const args = [bootstrap, "--metadata", url, "--home", home];
    if (proxy !== undefined) args.push("--proxy", proxy.address);
    const env = { HOME: home, HTTPS_PROXY: `http://127.0.0.1:${this.switchPort}` };
    this.launch(name, python(), args, home, pythonEnvironment(env));
    return path.join(home, "twistd.log");
  }

  /** An HTTP proxy that treats its first callers as told and opens a tunnel for all others. */
  async startProxy(first: readonly ("refuse" | "drop")[]): Promise<Proxy> {
    const targets: string[] = [];
    const server = createServer().on("connect", (request: IncomingMessage, client: Socket) => {
      const treatment = first[targets.length];
      targets.push(request.url ?? "");
      client.on("error", () => undefined);
      if (treatment === "refuse") client.end("HTTP/1.1 403 Forbidden\r\n\r\n");
      else if (treatment === "drop") client.destroy();
      else {
        const upstream = connect(this.workersPort, "127.0.0.1", () => {
          client.write("HTTP/1.1 200 Connection established\r\n\r\n");
          upstream.pipe(client).pipe(upstream);
        });
        upstream.on("error", () => client.destroy());
        client.on("close", () => upstream.destroy());
      }
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    this.#servers.push(server);
    return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, targets };
  }

  private launch(
    name: string,
    command: string,
    args: readonly string[],
    cwd: string,
    env: Readonly<Record<string, string>>,
  ): void {
    // A group of its own, so that the builds a worker started end with it.
    this.#running.set(name, spawn(command, args, { cwd, env, stdio: "ignore", detached: true }));
  }

  /** Ends one process and its children: TERM, after 10 seconds KILL. */
  async end(name: string, signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
    const child = this.#running.get(name);
    this.#running.delete(name);
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    process.kill(-child.pid, "SIGCONT");
    process.kill(-child.pid, signal);
    const pid = child.pid;
    const limit = setTimeout(() => process.kill(-pid, "SIGKILL"), 10_000);
    await exited;
    clearTimeout(limit);
  }

  async stop(): Promise<void> {
    // Workers first: a master waits for those that are half attached.
    for (const name of [...this.#running.keys()].reverse()) await this.end(name);
    for (const server of this.#servers) server.close();
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** Writes the two files of an environment `test` with one pool, let through to `linux64-*`. */
export async function writePools(
  directory: string,
  workers: readonly string[],
  scalerPassword = scaler.password,
): Promise<void> {
  const pool = { builders: ["linux64-*"], name: "linux64", platform: "linux64", trust: "try", workers };
  // Keys in order and no spaces: the canonical JSON that `version` is the digest of.
  const canonical = JSON.stringify({ environment: "test", pools: [pool], schema: 1 });
  const version = `sha256:${createHash("sha256").update(canonical).digest("hex")}`;
  const poolsFile: PoolsFile = { schema: 1, environment: "test", version, pools: [pool] };
  const credentials = {
    schema: 1,
    environment: "test",
    scalerUser: scaler.user,
    scalerPassword,
    workerKeys: { linux64: workerKey },
  };
  await writeFile(path.join(directory, "test.json"), JSON.stringify(poolsFile));
  const secret = path.join(directory, "test.credentials.json");
  await writeFile(secret, JSON.stringify(credentials), { mode: 0o600 });
  await chmod(secret, 0o600);
}

export function workerPassword(key: string, name: string): string {
  return createHmac("sha256", key).update(name).digest("base64url");
}

async function serveMetadata(worker: string, masterPort: number, authority: string): Promise<Server> {
  const userData = {
    overflow: 1,
    worker,
    master: { host: "127.0.0.1", port: masterPort, tls: true },
    certificateAuthority: authority,
    password: workerPassword(workerKey, worker),
    ...{ mirrors: {}, records: null },
  };
  const answers: Readonly<Record<string, string>> = {
    "PUT /latest/api/token": "token",
    "GET /latest/user-data": JSON.stringify(userData),
    "GET /latest/meta-data/tags/instance/Name": worker,
  };
  const server = createServer((request, response) => {
    const answer = answers[`${request.method ?? ""} ${request.url ?? ""}`];
    response.statusCode = answer === undefined ? 404 : 200;
    response.end(answer ?? "");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

/** Waits for a condition; @throws Error with `failure` after `limitMs`. */
export async function until(
  condition: () => Promise<boolean> | boolean,
  failure: string,
  limitMs = 40_000,
): Promise<void> {
  const endMs = Date.now() + limitMs;
  while (!(await condition())) {
    if (Date.now() > endMs) throw new Error(failure);
    await sleep(50);
  }
}
