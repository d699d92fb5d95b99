import { parseArgs } from "node:util";
import { closeControl } from "../control";
import { FUNCTIONS } from "../link/conditions";
import { Link } from "../link/link";
import { parseRoutes } from "../link/routes";
import { Hypervisor } from "./hypervisor";
import { serveMachines } from "./server";

/**
 * The process that hosts a lab's machines and its link:
 * `main --directory DIR --emulator URL --region R --port N --link-functions-port N --python P --bootstrap F --route ADDRESS=PORT …`
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
      python: text,
      bootstrap: text,
      route: { type: "string", multiple: true, default: [] },
    },
  });
  const required = (option: Exclude<keyof typeof values, "route">): string => {
    const value = values[option];
    if (value === undefined) throw new Error(`--${option} is missing.`);
    return value;
  };

  const link = new Link(parseRoutes(values.route));
  const hypervisor = new Hypervisor(
    {
      directory: required("directory"),
      region: required("region"),
      python: required("python"),
      bootstrap: required("bootstrap"),
      link,
    },
    (line) => {
      console.log(`${new Date().toISOString()} ${line}`);
    },
  );
  await hypervisor.clear();
  await link.open(FUNCTIONS, Number(required("link-functions-port")));
  const server = await serveMachines(Number(required("port")), hypervisor, link);

  const ending = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      ending.abort();
    });
  }
  await hypervisor.follow(required("emulator"), ending.signal);
  await hypervisor.end();
  await link.closeAll();
  await closeControl(server);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
