import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pythonEnvironment } from "../master/process";
import { projectRoot } from "../toolchain";

/** A server's certificate and its private key (PKCS #8), both PEM. */
export interface Certificate {
  readonly certificate: string;
  readonly privateKey: string;
}

const program = join(projectRoot, "lab", "certificates", "issue.py");

/**
 * Certificates of the lab's authority: for each key one for its host names and IPv4 addresses, valid for 90 days.
 * Node's own crypto reads certificates but makes none, so this runs issue.py: once, whatever the number of names.
 * Nothing is written to disk.
 *
 * @param python one that has `cryptography`, as the lab's has
 * @throws Error with the program's last words
 */
export async function issueCertificates<Key extends string>(
  python: string,
  leaves: Readonly<Record<Key, readonly string[]>>,
): Promise<Readonly<Record<Key, Certificate>>> {
  const child = spawn(python, [program], { env: pythonEnvironment(), stdio: ["pipe", "pipe", "pipe"] });
  // A program that dies early closes its input: its exit code and its words tell more than EPIPE.
  child.stdin.on("error", () => undefined);
  child.stdin.end(JSON.stringify({ leaves }));
  const [answer, words, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close") as Promise<[number | null]>,
  ]);
  if (code !== 0) {
    throw new Error(`the lab's certificates could not be made: ${words.trim().split("\n").at(-1) ?? ""}`);
  }
  return JSON.parse(answer) as Readonly<Record<Key, Certificate>>;
}
