import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../toolchain";

/**
 * The certificate of the lab's authority, PEM. It protects nothing: its private key is made from a sentence that
 * everybody can read (issue.py).
 */
export function labAuthority(): string {
  return readFileSync(labAuthorityFile, "utf8");
}

export const labAuthorityFile = join(projectRoot, "lab", "certificates", "authority.pem");
