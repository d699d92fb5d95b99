import { createHmac } from "node:crypto";
import { type PoolDocument, type ScalerDocument } from "./document";

/**
 * A worker's password: base64url, without padding, of HMAC-SHA256(pool key, worker name), both UTF-8. Scaler and master derive it from the
 * same key; one that leaks opens one name (docs/adr-0005-worker-credential.md).
 */
export function workerPassword(poolKey: string, worker: string): string {
  return createHmac("sha256", poolKey).update(worker, "utf8").digest("base64url");
}

/**
 * What a VM's bootstrap reads at its first boot: who it is, where its master is, its password, where its builds fetch from, and who may
 * vouch for all of them. JSON text.
 */
export function renderUserData(
  worker: string,
  { master, certificateAuthority }: Pick<ScalerDocument, "master" | "certificateAuthority">,
  { mirrors, records, trust }: Pick<PoolDocument, "mirrors" | "records" | "trust">,
  password: string,
): string {
  const { workerHost: host, workerPort: port, workerTls: tls } = master;
  return JSON.stringify({
    ...{ overflow: 1, worker, master: { host, port, tls }, certificateAuthority, password },
    ...{ mirrors, records: records === null ? null : { ...records, level: trust } },
  });
}
