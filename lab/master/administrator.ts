import { readFileSync } from "node:fs";
import { join } from "node:path";
import { labAuthority } from "../certificates/authority";
import { layoutOf } from "../layout";
import { type LabState } from "../state";
import { originLog as originLogIn } from "../origins/origins";
import { MasterClient } from "./client";

/** A client of a lab's build master as its administrator. @throws Error if the lab has no master */
export function administratorOf({ directory, ports }: LabState): MasterClient {
  const file = join(layoutOf(directory).buildNetwork, "master", "lab.json");
  const { adminPassword } = JSON.parse(readFileSync(file, "utf8")) as { adminPassword: string };
  return new MasterClient(webUrlOf(ports), "admin", adminPassword, labAuthority());
}

/** Where people reach it; a browser does not know its CA (lab/certificates). */
export function webUrlOf({ masterWeb }: LabState["ports"]): string {
  return `https://127.0.0.1:${masterWeb}`;
}

/** The master's database. */
export function masterDatabase({ directory }: LabState): string {
  return join(layoutOf(directory).buildNetwork, "master", "state.sqlite");
}

/** The master's own log, which tells how a reconfiguration ended. */
export function masterLog({ directory }: LabState): string {
  return join(layoutOf(directory).buildNetwork, "master", "twistd.log");
}

/** The log of the build network's origins. */
export function originLog({ directory }: LabState): string {
  return originLogIn(join(layoutOf(directory).buildNetwork, "origins"));
}
