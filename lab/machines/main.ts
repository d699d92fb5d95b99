import { join } from "node:path";
import { parseArgs } from "node:util";
import { closeControl } from "../control";
import { FUNCTIONS } from "../link/conditions";
import { Link } from "../link/link";
import { parseNames, parseRoutes } from "../link/routes";
import { Listeners } from "../vpc/listeners";
import { VpcNetwork } from "../vpc/vpcNetwork";
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
      images: text,
      nginx: text,
      route: { type: "string", multiple: true, default: [] },
      name: { type: "string", multiple: true, default: [] },
    },
  });
  const required = (option: Exclude<keyof typeof values, "route" | "name">): string => {
    const value = values[option];
    if (value === undefined) throw new Error(`--${option} is missing.`);
    return value;
  };

  const emulatorUrl = required("emulator");
  const region = required("region");
  const images = required("images");
  const routes = parseRoutes(values.route);
  const listeners = new Listeners();
  const link = new Link();
  const buildNetworkNames = parseNames(values.name);
  const network = new VpcNetwork({ emulatorUrl, region, routes, buildNetworkNames, listeners });
  const hypervisor = new Hypervisor({
    ...{ directory: required("directory"), region, emulatorUrl, listeners, link, network },
    files: {
      python: required("python"),
      bootstrap: join(images, "bootstrap.py"),
      mirror: join(images, "mirror"),
      nginx: required("nginx"),
    },
    addresses: [...routes.keys()],
    log: (line) => {
      console.log(`${new Date().toISOString()} ${line}`);
    },
  });
  await hypervisor.clear();
  await link.open(FUNCTIONS, network.ofFunctions(), Number(required("link-functions-port")));
  const server = await serveMachines(Number(required("port")), hypervisor, link);

  const ending = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      ending.abort();
    });
  }
  await hypervisor.follow(emulatorUrl, ending.signal);
  await hypervisor.end();
  await link.closeAll();
  await closeControl(server);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
