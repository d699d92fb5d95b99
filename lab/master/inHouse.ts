import { mkdir, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { labAuthority } from "../certificates/authority";

/** Names of the lab's in-house machines: `ih-linux64-001` …. */
export function inHouseNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `ih-linux64-${String(index + 1).padStart(3, "0")}`);
}

/**
 * Writes the worker folder of an in-house machine, as `buildbot-worker create-worker` does, but with the password
 * in a file that only its owner reads and on no command line.
 * @returns the folder
 */
export async function writeInHouseWorker(
  directory: string,
  name: string,
  password: string,
  masterPort: number,
): Promise<string> {
  const home = path.join(directory, name);
  await mkdir(path.join(home, "info"), { recursive: true });
  await mkdir(path.join(home, "trust"), { recursive: true });
  await writeFile(path.join(home, "trust", "authority.pem"), labAuthority());
  await writeFile(path.join(home, "info", "host"), "an in-house machine of the lab\n");
  await writeFile(path.join(home, "fetch.json"), JSON.stringify(fetchConfiguration(name), null, 2));
  await writeFile(path.join(home, "buildbot.tac"), tac(name, password, masterPort), { mode: 0o600 });
  return home;
}

/** What `overflow-fetch` reads: in-house there is no mirror, and an origin's certificate is the lab's. */
function fetchConfiguration(worker: string) {
  return { worker, mirrors: {}, records: null, certificateAuthority: labAuthority() };
}

function tac(name: string, password: string, masterPort: number): string {
  return `import os

from buildbot_worker.bot import Worker
from twisted.application import service

basedir = os.path.abspath(os.path.dirname(__file__))
os.environ["OVERFLOW_FETCH"] = os.path.join(basedir, "fetch.json")
application = service.Application("buildbot-worker")
worker = Worker(
    None, None, ${JSON.stringify(name)}, ${JSON.stringify(password)}, basedir, keepalive=30,
    connection_string="tls:host=127.0.0.1:port=${masterPort}:trustRoots=trust",
)
worker.setServiceParent(application)
`;
}
