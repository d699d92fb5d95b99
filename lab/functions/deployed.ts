/** A function as the emulator's `GET /lab/functions` tells it. */
export interface DeployedFunction {
  readonly name: string;
  readonly arn: string;
  /** `<module>.<export>`, e.g. `index.handler`. */
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly memoryMib: number;
  /** null: none is reserved; the account's limit holds. */
  readonly reservedConcurrency: number | null;
  readonly environment: Readonly<Record<string, string>>;
  /** Changes with every change of code or configuration. */
  readonly revision: string | number;
  /** For asynchronous invocations. */
  readonly maximumRetryAttempts: number;
  readonly maximumEventAgeSeconds: number;
}

/** A schedule as the emulator's `GET /lab/schedules` tells it. */
export interface DeployedSchedule {
  readonly name: string;
  readonly group: string;
  /** E.g. `rate(1 minute)`. */
  readonly expression: string;
  readonly enabled: boolean;
  readonly targetArn: string;
  /** JSON text that the target gets. */
  readonly input: string | null;
}

/** What is deployed now. @throws Error if the emulator does not answer as it should */
export async function fetchDeployed(
  emulatorUrl: string,
): Promise<{ functions: readonly DeployedFunction[]; schedules: readonly DeployedSchedule[] }> {
  const [functions, schedules] = await Promise.all([
    request(`${emulatorUrl}/lab/functions`),
    request(`${emulatorUrl}/lab/schedules`),
  ]);
  return {
    functions: (await functions.json()) as DeployedFunction[],
    schedules: (await schedules.json()) as DeployedSchedule[],
  };
}

/** The function's deployment package, a zip. */
export async function fetchCode(emulatorUrl: string, name: string): Promise<Uint8Array> {
  const answer = await request(`${emulatorUrl}/lab/functions/${encodeURIComponent(name)}/code`);
  return new Uint8Array(await answer.arrayBuffer());
}

/** Name in `arn:aws:lambda:<region>:<account>:function:<name>[:<qualifier>]`, or null if it is no function's ARN. */
export function functionNameOf(arn: string): string | null {
  return /^arn:aws[\w-]*:lambda:[\w-]+:\d{12}:function:([\w-]+)(?::[\w$-]+)?$/.exec(arn)?.[1] ?? null;
}

/** Region in a function's ARN: a stack may stand in another one than the lab's default. Null if it is no ARN. */
export function regionOf(arn: string): string | null {
  return /^arn:aws[\w-]*:lambda:([\w-]+):/.exec(arn)?.[1] ?? null;
}

async function request(url: string): Promise<Response> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(10_000) });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return answer;
}
