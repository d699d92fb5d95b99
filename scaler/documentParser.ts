import {
  type LimitsDocument,
  type MasterDocument,
  type PoolDocument,
  type RecordsDocument,
  type ScalerDocument,
} from "./document";

type Kind = "string" | "string?" | "number" | "boolean" | "strings" | "number?" | "texts" | "object?";
type Shape<T> = { readonly [K in keyof T]: Kind };

const MASTER: Shape<MasterDocument> = {
  webUrl: "string",
  certificateAuthority: "string?",
  user: "string",
  passwordSecretArn: "string",
  workerHost: "string",
  workerPort: "number",
  workerTls: "boolean",
};
const LIMITS: Shape<LimitsDocument> = {
  tickSeconds: "number",
  graceSeconds: "number",
  maxStartsPerTick: "number",
  maxStartsPerHour: "number",
  maxDollarsPerDay: "number?",
  maxSnapshotAgeSeconds: "number",
  drainSeconds: "number",
  attachSettleSeconds: "number",
  attachTimeoutSeconds: "number",
};
const POOL: Shape<PoolDocument> = {
  name: "string",
  platform: "string",
  trust: "string",
  builders: "strings",
  workers: "strings",
  idleCeilingSeconds: "number",
  launchTemplateId: "string",
  launchTemplateVersion: "string",
  subnetIds: "strings",
  hibernate: "boolean",
  dollarsPerHour: "number",
  workerKeySecretArn: "string",
  mirrors: "texts",
  records: "object?",
};
const RECORDS: Shape<RecordsDocument> = { bucket: "string", region: "string" };

/**
 * The scaler's document from its JSON text. The stack writes it from settings that it has checked; this guards against a table written
 * by other code or by hand.
 *
 * @throws Error that names the field, what it got, and what is allowed
 */
export function parseDocument(text: string): ScalerDocument {
  const value = record(JSON.parse(text), "document");
  if (value["schema"] !== 1) {
    throw new Error(
      `document.schema is ${JSON.stringify(value["schema"])}, allowed: 1; deploy stack and scaler of one version`,
    );
  }
  check(value, { environment: "string", region: "string", certificateAuthority: "string?" }, "document");
  check(record(value["master"], "document.master"), MASTER, "document.master");
  checkTls(value["master"] as MasterDocument);
  check(record(value["limits"], "document.limits"), LIMITS, "document.limits");
  const pools = value["pools"];
  if (!Array.isArray(pools)) throw new Error(`document.pools is ${typeof pools}, allowed: a list`);
  for (const [index, pool] of pools.entries()) {
    const path = `document.pools[${index}]`;
    const fields = record(pool, path);
    check(fields, POOL, path);
    if (fields["records"] !== null)
      check(record(fields["records"], `${path}.records`), RECORDS, `${path}.records`);
  }
  // Every field was checked above.
  return value as unknown as ScalerDocument;
}

/** A master with an authority is never spoken to in clear, one without is never taken to be proved by anybody else. */
function checkTls({ webUrl, certificateAuthority, workerTls }: MasterDocument): void {
  const isHttps = webUrl.startsWith("https://");
  if (isHttps === (certificateAuthority !== null) && (isHttps || !workerTls)) return;
  throw new Error(
    `document.master.webUrl is ${JSON.stringify(webUrl)}, workerTls ${workerTls} and certificateAuthority ` +
      `${certificateAuthority === null ? "null" : "given"}, allowed: https with an authority, or http and no TLS for workers ` +
      "without one; write the document anew with overflow up",
  );
}

function record(value: unknown, path: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw new Error(
    `${path} is ${value === undefined ? "missing" : JSON.stringify(value)}, allowed: an object`,
  );
}

function check(value: Record<string, unknown>, shape: Readonly<Record<string, Kind>>, path: string): void {
  for (const [key, kind] of Object.entries(shape)) {
    const field = value[key];
    if (isKind(field, kind)) continue;
    const got = field === undefined ? "missing" : JSON.stringify(field);
    throw new Error(
      `${path}.${key} is ${got}, allowed: ${KIND_NAMES[kind]}; write the document anew with overflow up`,
    );
  }
}

const KIND_NAMES: Readonly<Record<Kind, string>> = {
  string: "a text that is not empty",
  "string?": "a text that is not empty, or null",
  number: "a number from 0 up",
  "number?": "a number from 0 up, or null",
  boolean: "true or false",
  strings: "a list of texts that are not empty",
  texts: "an object of texts that are not empty",
  "object?": "an object, or null",
};

function isKind(value: unknown, kind: Kind): boolean {
  switch (kind) {
    case "string":
      return typeof value === "string" && value !== "";
    case "number":
      return typeof value === "number" && Number.isFinite(value) && value >= 0;
    case "string?":
      return value === null || isKind(value, "string");
    case "number?":
      return value === null || isKind(value, "number");
    case "boolean":
      return typeof value === "boolean";
    case "object?":
      return typeof value === "object" && !Array.isArray(value);
    case "texts":
      return (
        typeof value === "object" &&
        value !== null &&
        !Array.isArray(value) &&
        Object.values(value).every((each) => isKind(each, "string"))
      );
    case "strings":
      return Array.isArray(value) && value.length > 0 && value.every((each) => isKind(each, "string"));
  }
}
