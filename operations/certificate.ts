import { createPrivateKey, X509Certificate } from "node:crypto";

/** A server's certificate, with the chain that leads to its authority, and its private key; both PEM. */
export interface CertificatePair {
  readonly certificate: string;
  readonly privateKey: string;
}

/** Largest value of a secret, bytes. Source: Secrets Manager user guide, "Quotas". */
const mostSecretBytes = 65_536;

/**
 * What is wrong with a certificate for these hosts, in words; empty: it will do. The first certificate of the text is the server's own.
 * Pure; no word holds a part of the key.
 */
export function certificateFaults(
  { certificate, privateKey }: CertificatePair,
  hostNames: readonly string[],
  nowMs: number,
): readonly string[] {
  const leaf = readable(() => new X509Certificate(certificate));
  const key = readable(() => createPrivateKey(privateKey));
  if (leaf === null) return ["the certificate is no PEM text of a certificate"];
  if (key === null) return ["the key is no PEM text of a private key without a passphrase"];
  const uncovered = hostNames.filter((host) => leaf.checkHost(host) === undefined);
  return [
    ...(leaf.checkPrivateKey(key) ? [] : ["the key is not this certificate's"]),
    ...(uncovered.length === 0 ? [] : [`it does not name ${uncovered.join(", ")}`]),
    ...(Date.parse(leaf.validFrom) > nowMs ? [`it is valid from ${leaf.validFrom} only`] : []),
    ...(Date.parse(leaf.validTo) <= nowMs ? [`it is valid until ${leaf.validTo} only`] : []),
    ...(Buffer.byteLength(JSON.stringify({ certificate, privateKey })) <= mostSecretBytes
      ? []
      : [`certificate and key together are longer than the ${mostSecretBytes} bytes of a secret`]),
  ];
}

function readable<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
