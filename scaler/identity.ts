import { createHmac } from "node:crypto";
import { type MasterDocument } from "./document";

/**
 * A worker's password: base64url, without padding, of HMAC-SHA256(pool key, worker name), both UTF-8. Scaler and master derive it from the
 * same key; one that leaks opens one name (docs/adr-0005-worker-credential.md).
 */
export function workerPassword(poolKey: string, worker: string): string {
  return createHmac("sha256", poolKey).update(worker, "utf8").digest("base64url");
}

/**
 * What a VM's bootstrap reads at its first boot: who it is, where its master is and who may vouch for it, and its password.
 * JSON text.
 */
export function renderUserData(worker: string, master: MasterDocument, password: string): string {
  const { workerHost: host, workerPort: port, workerTls: tls, certificateAuthority } = master;
  return JSON.stringify({ overflow: 1, worker, master: { host, port, tls }, certificateAuthority, password });
}
