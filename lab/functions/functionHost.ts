import { createHash, randomUUID } from "node:crypto";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { logPath } from "../processes/start";
import { type DeployedFunction, fetchCode } from "./deployed";
import { Environment, faultResult, type InvocationResult } from "./environment";
import { environmentOf, type FunctionPlatform } from "./platform";
import { unpack } from "./package";

/** Unreserved concurrency of an account (Lambda quotas: 1,000), here what one machine can bear. */
const UNRESERVED_CONCURRENCY = 10;

/** No concurrency is left for the function: Lambda's TooManyRequestsException. */
export class Throttled extends Error {
  override readonly name = "Throttled";
}

/** One deployed function with its execution environments. */
export class FunctionHost {
  private readonly idle: Environment[] = [];
  private readonly busy = new Set<Environment>();
  private running = 0;
  private started = 0;
  private isDeleted = false;
  private code: { readonly revision: DeployedFunction["revision"]; readonly path: Promise<string> } | null =
    null;

  constructor(
    private readonly platform: FunctionPlatform,
    private deployed: DeployedFunction,
  ) {}

  get description(): DeployedFunction {
    return this.deployed;
  }

  /** Invocations under way. */
  get concurrency(): number {
    return this.running;
  }

  /** Takes in a new revision: environments of the old one end, those that run one when it is over. */
  async update(deployed: DeployedFunction): Promise<void> {
    const isNew = deployed.revision !== this.deployed.revision;
    this.deployed = deployed;
    if (isNew) await this.endIdle();
  }

  /** The function is no more: what runs is ended. */
  async delete(): Promise<void> {
    this.isDeleted = true;
    await Promise.all([this.endIdle(), ...[...this.busy].map((environment) => environment.end())]);
  }

  /**
   * Runs the function once.
   * @throws Throttled when as many invocations run as its reserved concurrency allows
   */
  async invoke(payload: string, requestId: string = randomUUID()): Promise<InvocationResult> {
    const limit = this.deployed.reservedConcurrency ?? UNRESERVED_CONCURRENCY;
    if (this.running >= limit) throw new Throttled(`${this.deployed.name} runs ${limit} times already.`);
    this.running += 1;
    try {
      return await this.run(payload, requestId);
    } finally {
      this.running -= 1;
    }
  }

  private async run(payload: string, requestId: string): Promise<InvocationResult> {
    const { revision, timeoutSeconds } = this.deployed;
    const startedAtMs = performance.now();
    // The one that rested the shortest: Lambda lets the others age.
    const environment = this.idle.pop() ?? (await this.startEnvironment());
    if (!(environment instanceof Environment)) return environment;
    if (this.hasBeenDeleted()) {
      await environment.end();
      return faultResult({ errorType: "Sandbox.Deleted", errorMessage: "The function was deleted." });
    }
    this.log(`START RequestId: ${requestId}`);
    this.busy.add(environment);
    const result = await environment.invoke(requestId, payload, timeoutSeconds);
    this.busy.delete(environment);
    this.log(`END RequestId: ${requestId}${result.functionError === null ? "" : ` ${result.payload}`}`);
    this.log(`REPORT RequestId: ${requestId} Duration: ${(performance.now() - startedAtMs).toFixed(2)} ms`);

    const isCurrent = revision === this.deployed.revision && !this.hasBeenDeleted();
    if (isCurrent && environment.isUsable()) this.idle.push(environment);
    else await environment.end();
    return result;
  }

  private async startEnvironment(): Promise<Environment | InvocationResult> {
    const { deployed, platform } = this;
    this.started += 1;
    const number = this.started;
    try {
      const taskRoot = await this.taskRoot();
      return await Environment.start({
        directory: platform.directory,
        name: `${environmentPrefix}${deployed.name}-${number}`,
        log: logOf(deployed.name),
        command: [
          ...[platform.node, `--max-old-space-size=${deployed.memoryMib}`, platform.runtime],
          ...[taskRoot, deployed.handler],
        ],
        environment: environmentOf(platform, deployed, taskRoot),
        workingDirectory: taskRoot,
      });
    } catch (error) {
      this.log(String(error));
      return faultResult({ errorType: "Runtime.StartError", errorMessage: String(error) });
    }
  }

  /** Folder with the code of the current revision, unpacked once. */
  private taskRoot(): Promise<string> {
    const { directory, emulatorUrl } = this.platform;
    const { name, revision } = this.deployed;
    if (this.code?.revision !== revision) {
      const path = join(directory, "functions", name, folderOf(revision));
      this.code = { revision, path: fetchCode(emulatorUrl, name).then((zip) => unpack(zip, path)) };
      // A failed one is tried again by the next invocation.
      this.code.path.catch(() => (this.code = null));
    }
    return this.code.path;
  }

  /** A call, since it may change while one waits. */
  private hasBeenDeleted(): boolean {
    return this.isDeleted;
  }

  private async endIdle(): Promise<void> {
    await Promise.all(this.idle.splice(0).map((environment) => environment.end()));
  }

  private log(line: string): void {
    appendFileSync(
      logPath(this.platform.directory, logOf(this.deployed.name)),
      `${new Date().toISOString()} ${line}\n`,
    );
  }
}

/** Name of an environment's process: this, the function's name and a number. */
export const environmentPrefix = "function-";

/** A revision may be any text; a folder's name may not. */
const folderOf = (revision: string | number) =>
  createHash("sha256").update(String(revision)).digest("hex").slice(0, 16);

const logOf = (functionName: string) => `function-${functionName}`;
