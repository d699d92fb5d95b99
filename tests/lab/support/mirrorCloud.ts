import { CreateBucketCommand, PutBucketPolicyCommand, S3Client } from "@aws-sdk/client-s3";
import {
  CreateSecretCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { recordsBucketStatements } from "../../../infra/storage/bucketPolicies";
import { policyJson } from "../../../infra/iam";
import { evidenceIn } from "../../../operations/mirrorReport";
import { mirrorReport, type MirrorReport } from "../../../reports/mirror";
import { type Certificate } from "../../../lab/certificates/issue";
import { startEmulator } from "../scalerEmulator";
import { removeLabDirectory } from "../temporaryLab";

/** The gateway endpoint that builds reach S3 by. */
export const workersEndpointId = "vpce-0123456789abcdef0";

type Emulator = Awaited<ReturnType<typeof startEmulator>>;

/** The region as a mirror meets it, by the lab's emulator: the secret with its certificate, and the records bucket. */
export class MirrorCloud {
  readonly bucket = "overflow-lab-records";
  private readonly s3: S3Client;
  private readonly secrets: SecretsManagerClient;
  private secret = "";

  private constructor(private readonly emulator: Emulator) {
    this.s3 = new S3Client({ ...emulator.options, forcePathStyle: true });
    this.secrets = new SecretsManagerClient(emulator.options);
  }

  static async start(pair: Certificate): Promise<MirrorCloud> {
    const cloud = new MirrorCloud(await startEmulator());
    const { region } = cloud.emulator.options;
    const where = { CreateBucketConfiguration: { LocationConstraint: "eu-central-1" as const } };
    await cloud.s3.send(new CreateBucketCommand({ Bucket: cloud.bucket, ...where }));
    const reach = { account: "123456789012", bucket: cloud.bucket, mirrorsEndpointId: null, logged: [] };
    const policy = policyJson(recordsBucketStatements({ ...reach, levels: { try: workersEndpointId } }));
    await cloud.s3.send(new PutBucketPolicyCommand({ Bucket: cloud.bucket, Policy: policy }));
    const value = { Name: `mirror-${region}`, SecretString: JSON.stringify(pair) };
    cloud.secret = (await cloud.secrets.send(new CreateSecretCommand(value))).ARN ?? "";
    return cloud;
  }

  get endpoint(): string {
    return this.emulator.endpoint;
  }

  get region(): string {
    return this.emulator.options.region;
  }

  get secretArn(): string {
    return this.secret;
  }

  async renew(pair: Certificate): Promise<void> {
    const value = { SecretId: this.secret, SecretString: JSON.stringify(pair) };
    await this.secrets.send(new PutSecretValueCommand(value));
  }

  async report(): Promise<MirrorReport> {
    const nowMs = Date.now();
    return mirrorReport(await evidenceIn(this.s3, this.bucket, nowMs - 60 * 60 * 1000, nowMs));
  }

  async stop(): Promise<void> {
    this.s3.destroy();
    this.secrets.destroy();
    await removeLabDirectory(this.emulator.directory);
  }
}
