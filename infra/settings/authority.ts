import { X509Certificate } from "node:crypto";
import { type At, type Field, wrong } from "./field";

/** Longest text of authorities, characters: VMs get it in their user data, of which EC2 takes 16 KB (EC2 API, RunInstances). */
const longestText = 6_000;

const oneCertificate = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+?-----END CERTIFICATE-----/g;

const allowed = "none, or the PEM text of one or more CA certificates";

/**
 * Certificates of authorities, as PEM, or the word `none`, read as null. More than one while a CA is replaced. Whether
 * they are valid today is no question of the settings: they are read without a clock.
 */
export function authorityOrNone(about: string): Field<string | null> {
  const example = "none";
  return {
    about,
    allowed,
    example,
    read(raw, at) {
      if (raw === "none") return null;
      const fault = typeof raw === "string" ? faultOf(raw) : null;
      if (typeof raw === "string" && fault === null) return `${certificatesIn(raw).join("\n")}\n`;
      at.problems.push({
        ...wrong(at, raw, allowed, example),
        ...(fault === null ? {} : inPlaceOf(fault, at)),
      });
      return undefined;
    },
  };
}

/** The text itself is not repeated: somebody may have pasted the key. */
function inPlaceOf(got: string, { file }: At) {
  const fix = `put the certificate of the build network's own CA into ${file}, from -----BEGIN to END CERTIFICATE-----`;
  return { got, fix };
}

/** What is wrong with a text of authorities; null if nothing is. */
function faultOf(text: string): string | null {
  if (text.includes("PRIVATE KEY-----")) {
    return "a private key: it belongs on no other machine than the CA's; replace it if this file was shared";
  }
  if (text.length > longestText) return `${text.length} characters, more than ${longestText}`;
  const certificates = certificatesIn(text);
  if (certificates.length === 0) return "a text without a PEM certificate";
  if (text.replace(oneCertificate, "").trim() !== "") return "other text between or around the certificates";
  for (const pem of certificates) {
    const certificate = readCertificate(pem);
    if (certificate === null) return "a certificate that cannot be read";
    if (!certificate.ca) return `a certificate that is none of a CA: ${oneLine(certificate.subject)}`;
  }
  return null;
}

/** The certificates of a PEM text, each as it stands there. */
export function certificatesIn(text: string): readonly string[] {
  return text.match(oneCertificate) ?? [];
}

function readCertificate(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}

function oneLine(subject: string): string {
  return subject.replaceAll("\n", ", ");
}

/** Organizations of the two certificates that this project brings, and why no real environment may trust them. */
const notForUse: Readonly<Record<string, string>> = {
  "overflow lab (protects nothing)": "the lab's: everybody has its key",
  "overflow example (replace it)":
    "the example of this project: nobody has its key, so no server could be trusted",
};

/** Why these authorities must not be trusted on AWS, or null. Pure. */
export function borrowedAuthority(text: string): string | null {
  for (const pem of certificatesIn(text)) {
    const organization = /^O=(.*)$/m.exec(readCertificate(pem)?.subject ?? "")?.[1] ?? "";
    const reason = notForUse[organization];
    if (reason !== undefined) return reason;
  }
  return null;
}

/**
 * Warnings about authorities that are not valid, or soon will not be. Pure.
 * @param days of warning before the end
 */
export function authorityWarnings(text: string, nowMs: number, days = 60): readonly string[] {
  return certificatesIn(text).flatMap((pem) => {
    const certificate = readCertificate(pem);
    if (certificate === null) return [];
    const name = oneLine(certificate.subject);
    if (Date.parse(certificate.validFrom) > nowMs)
      return [`The CA ${name} is not valid before ${certificate.validFrom}.`];
    const endMs = Date.parse(certificate.validTo);
    if (endMs <= nowMs)
      return [`The CA ${name} was valid until ${certificate.validTo}: nothing trusts it any more.`];
    if (endMs - nowMs < days * 86_400_000) {
      return [
        `The CA ${name} is valid until ${certificate.validTo} only; list its successor beside it in time.`,
      ];
    }
    return [];
  });
}
