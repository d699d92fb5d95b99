import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { labAuthority } from "../../../lab/certificates/authority";
import { projectRoot } from "../../../lab/toolchain";

/** What a build's machine knows: its way out, its records bucket. */
export interface Build {
  readonly python: string;
  readonly proxy: string;
  readonly s3: string;
  readonly bucket: string;
  readonly region: string;
}

/** Runs images/worker/fetch.py as a build does. */
export class OverflowFetch {
  readonly folder = mkdtempSync(join(tmpdir(), "overflow-fetch-"));

  constructor(private readonly build: Build) {}

  /** @returns what it prints. @param mirrors origin → mirror. @throws Error if it fails */
  async run(
    mirrors: Readonly<Record<string, string>>,
    ...args: readonly string[]
  ): Promise<Readonly<Record<string, unknown>>> {
    const { python, proxy, s3, bucket, region } = this.build;
    const settings = join(this.folder, "fetch.json");
    const records = { bucket, region, level: "try" };
    const about = { worker: "bld-linux64-ec2-001", mirrors, records, certificateAuthority: labAuthority() };
    writeFileSync(settings, JSON.stringify(about));
    const env = { OVERFLOW_FETCH: settings, HTTPS_PROXY: proxy, AWS_ENDPOINT_URL_S3: s3 };
    const program = join(projectRoot, "images", "worker", "fetch.py");
    const { stdout } = await promisify(execFile)(python, [program, ...args], { env });
    return JSON.parse(stdout) as Readonly<Record<string, unknown>>;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
