/** Where the master's name, its certificate and the authority are written down, for whoever has to mend one of them. */
const settings = "overflow:buildNetwork.certificateAuthority";

/**
 * Codes of a certificate that the given authorities do not vouch for. Source: Node.js, "TLS (SSL)", X509 certificate
 * error codes.
 */
const untrusted = new Set([
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "CERT_SIGNATURE_FAILURE",
  "CERT_UNTRUSTED",
  "CERT_REJECTED",
  "INVALID_CA",
  "INVALID_PURPOSE",
]);

/** Codes of OpenSSL where the other end answers something that is no TLS. */
const noTls = new Set(["ERR_SSL_WRONG_VERSION_NUMBER", "ERR_SSL_PACKET_LENGTH_TOO_LONG", "EPROTO"]);

/** What a failure of TLS means and what mends it, as a sentence; null for a failure of another kind. Pure. */
export function tlsFault(error: unknown): string | null {
  const code = codes(error).find((each) => each !== "") ?? "";
  if (untrusted.has(code)) {
    return `the master's certificate is not from the CA of ${settings}; give the master one from it, or write its CA there`;
  }
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return "the master's certificate is for another name; it must name overflow:master.address as an IP address";
  }
  if (code === "CERT_HAS_EXPIRED") return "the master's certificate, or its CA's, has expired; renew it";
  if (code === "CERT_NOT_YET_VALID")
    return "the master's certificate is not valid yet; look at its dates and the clocks";
  if (noTls.has(code)) {
    return "the master's web port speaks no TLS; serve https there (buildmaster/README.md): overflow:master.transport is tls";
  }
  return null;
}

/** Codes of an error and of its causes, undici's wrappers passed over. */
function codes(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const code = "code" in error ? String(error.code) : "";
  return [code.startsWith("UND_ERR_") ? "" : code, ...codes(error.cause)];
}
