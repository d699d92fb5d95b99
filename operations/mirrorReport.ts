import { GetObjectCommand, paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";
import { gunzipSync } from "node:zlib";
import { stackOutputs } from "../engine";
import { type MirrorEvidence, mirrorReport, type MirrorReport } from "../reports/mirror";
import { configOf } from "./clients";
import { type World } from "./world";

const dayMs = 24 * 60 * 60 * 1000;

/** Objects that are read at a time. */
const atATime = 16;

/**
 * What the mirrors of an environment did since a time, by their logs and by the records of builds that went past them. Null: no stack.
 * @throws Error if the bucket cannot be read
 */
export async function readMirrorReport(
  world: World,
  sinceMs: number,
  nowMs: number,
): Promise<MirrorReport | null> {
  const evidence = await readMirrorEvidence(world, sinceMs, nowMs);
  return evidence === null ? null : mirrorReport(evidence);
}

/**
 * The mirrors' logs and the records of fall-backs as they lie in the bucket. Null: no stack.
 * @throws Error if the bucket cannot be read
 */
export async function readMirrorEvidence(
  world: World,
  sinceMs: number,
  nowMs: number,
): Promise<MirrorEvidence | null> {
  const { region, recordsBucket } = await stackOutputs(world.engine);
  if (typeof region !== "string" || typeof recordsBucket !== "string") return null;
  // The lab's endpoint has one host name; on AWS each bucket has its own.
  const client = new S3Client({ ...configOf(world, region), forcePathStyle: world.lab !== null });
  try {
    return await evidenceIn(client, recordsBucket, sinceMs, nowMs);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`The records of ${world.environment} in s3://${recordsBucket} could not be read: ${why}`);
  } finally {
    client.destroy();
  }
}

/** What one bucket holds of a time. @throws Error of the SDK */
export async function evidenceIn(
  client: S3Client,
  bucketName: string,
  sinceMs: number,
  nowMs: number,
): Promise<MirrorEvidence> {
  const bucket = new Records(client, bucketName);
  const days = daysBetween(sinceMs, nowMs);
  const [logs, fallBacks] = await Promise.all([
    bucket.read("mirror/", days),
    bucket.read("fallbacks/", days),
  ]);
  return { logLines: logs.flatMap((text) => text.split("\n")), fallBacks, sinceMs };
}

/** Days, UTC, as the bucket's keys name them. Pure. */
export function daysBetween(fromMs: number, toMs: number): readonly string[] {
  const first = Math.floor(fromMs / dayMs);
  const count = Math.max(0, Math.floor(toMs / dayMs) - first + 1);
  return Array.from({ length: count }, (_, index) =>
    new Date((first + index) * dayMs).toISOString().slice(0, 10),
  );
}

class Records {
  constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
  ) {}

  /** Texts of all objects below `<prefix><level>/<day>/`. */
  async read(prefix: string, days: readonly string[]): Promise<readonly string[]> {
    const levels = await this.list(prefix, "/");
    const keys = await Promise.all(
      levels.flatMap((level) => days.map((day) => this.list(`${level}${day}/`, undefined))),
    );
    return this.texts(keys.flat());
  }

  /** With a delimiter the folders below a prefix, without one the keys of its objects. */
  private async list(prefix: string, delimiter: string | undefined): Promise<readonly string[]> {
    const found: string[] = [];
    const input = {
      Bucket: this.bucket,
      Prefix: prefix,
      ...(delimiter === undefined ? {} : { Delimiter: delimiter }),
    };
    for await (const { CommonPrefixes, Contents } of paginateListObjectsV2({ client: this.client }, input)) {
      const page =
        delimiter === undefined
          ? (Contents ?? []).map(({ Key }) => Key)
          : (CommonPrefixes ?? []).map(({ Prefix }) => Prefix);
      found.push(...page.filter((name) => name !== undefined));
    }
    return found;
  }

  private async texts(keys: readonly string[]): Promise<readonly string[]> {
    const texts: string[] = [];
    for (let from = 0; from < keys.length; from += atATime) {
      texts.push(...(await Promise.all(keys.slice(from, from + atATime).map((key) => this.text(key)))));
    }
    return texts;
  }

  private async text(key: string): Promise<string> {
    const { Body } = await this.client.send(new GetObjectCommand({ Bucket: this.bucket, Key: key }));
    const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
    return String(key.endsWith(".gz") ? gunzipSync(bytes) : bytes);
  }
}
