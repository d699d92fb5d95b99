import { parseArgs } from "node:util";
import { setTimeout as sleep } from "node:timers/promises";
import { closeControl } from "../control";
import { FunctionRunner } from "./runner";
import { serveFunctions } from "./server";

/** Between two looks at what is deployed. */
const LOOK_MS = 1000;

/**
 * The process that runs a lab's functions:
 * `main --directory DIR --emulator URL --region R --port N --link-functions-port N --node N --runtime F`
 */
async function main(): Promise<void> {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    options: {
      directory: text,
      emulator: text,
      region: text,
      port: text,
      "link-functions-port": text,
      node: text,
      runtime: text,
    },
  });
  const required = (option: keyof typeof values): string => {
    const value = values[option];
    if (value === undefined) throw new Error(`--${option} is missing.`);
    return value;
  };
  const log = (line: string) => {
    console.log(`${new Date().toISOString()} ${line}`);
  };

  const runner = new FunctionRunner(
    {
      directory: required("directory"),
      emulatorUrl: required("emulator"),
      region: required("region"),
      linkFunctionsPort: Number(required("link-functions-port")),
      node: required("node"),
      runtime: required("runtime"),
    },
    log,
  );
  await runner.clear();
  const server = await serveFunctions(Number(required("port")), runner);

  const ending = new AbortController();
  const isOver = () => ending.signal.aborted;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      ending.abort();
    });
  }
  while (!isOver()) {
    await runner.look().catch((error: unknown) => {
      log(`The emulator does not answer: ${String(error)}`);
    });
    await sleep(LOOK_MS, undefined, { signal: ending.signal }).catch(() => undefined);
  }
  await runner.end();
  await closeControl(server);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
