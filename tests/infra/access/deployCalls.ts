import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { projectRoot } from "../mocks";

/** Names of services in policies, by the AWS SDK's package. */
const services: Readonly<Record<string, string>> = {
  "auto-scaling": "autoscaling",
  "cloudwatch-logs": "logs",
  "elastic-load-balancing-v2": "elasticloadbalancing",
  "route-53": "route53",
  "secrets-manager": "secretsmanager",
};

/** Rights whose name is not the call's. Source: service authorization reference, S3 and Lambda. */
const rights: Readonly<Record<string, string>> = {
  "lambda:Invoke": "lambda:InvokeFunction",
  "s3:DeleteBucketEncryption": "s3:PutEncryptionConfiguration",
  "s3:DeleteBucketLifecycle": "s3:PutLifecycleConfiguration",
  "s3:DeleteBucketOwnershipControls": "s3:PutBucketOwnershipControls",
  "s3:DeleteBucketTagging": "s3:PutBucketTagging",
  "s3:DeleteObjects": "s3:DeleteObject",
  "s3:DeletePublicAccessBlock": "s3:PutBucketPublicAccessBlock",
  "s3:GetBucketEncryption": "s3:GetEncryptionConfiguration",
  "s3:GetBucketLifecycleConfiguration": "s3:GetLifecycleConfiguration",
  "s3:GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
  "s3:HeadBucket": "s3:ListBucket",
  "s3:ListMultipartUploads": "s3:ListBucketMultipartUploads",
  "s3:ListObjectVersions": "s3:ListBucketVersions",
  "s3:ListObjectsV2": "s3:ListBucket",
  "s3:PutBucketEncryption": "s3:PutEncryptionConfiguration",
  "s3:PutBucketLifecycleConfiguration": "s3:PutLifecycleConfiguration",
  "s3:PutPublicAccessBlock": "s3:PutBucketPublicAccessBlock",
};

const types = join(projectRoot, "lab", "provider", "types");

/** The right that a call of the AWS SDK needs, e.g. `ec2:CreateVpc` of `CreateVpcCommand` of its package `client-ec2`. */
export function rightOf(client: string, command: string): string {
  const right = `${services[client] ?? client}:${command.replace(/Command$/, "")}`;
  return rights[right] ?? right;
}

/**
 * The rights that making, changing, reading and removing a resource of this type takes, from the calls of the lab's provider: all that the file
 * which serves the type, and what it imports, may send.
 * @returns undefined: the lab does not serve the type
 */
export function rightsForType(token: string): ReadonlySet<string> | undefined {
  const file = fileOf.get(token);
  return file === undefined ? undefined : rightsIn(file, new Set());
}

/** The file that serves each type. */
const fileOf = new Map(
  readdirSync(types, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .flatMap((name) => {
      const file = join(types, name);
      const tokens = readFileSync(file, "utf8").matchAll(/"(aws:[a-z0-9]+\/[A-Za-z0-9]+:[A-Za-z0-9]+)"/g);
      return [...tokens].map(([, token = ""]) => [token, file] as const);
    }),
);

function rightsIn(file: string, seen: Set<string>): ReadonlySet<string> {
  const found = new Set<string>();
  if (seen.has(file) || !existsSync(file)) return found;
  seen.add(file);
  for (const [, names = "", from = ""] of readFileSync(file, "utf8").matchAll(
    /import \{([^}]*)\} from "([^"]+)"/g,
  )) {
    const client = /^@aws-sdk\/client-(.+)$/.exec(from)?.[1];
    if (client !== undefined) {
      for (const [command] of names.matchAll(/\b[A-Z]\w+Command\b/g)) found.add(rightOf(client, command));
    } else if (from.startsWith(".")) {
      const imported = join(dirname(file), `${from}.ts`);
      if (imported.startsWith(types)) for (const right of rightsIn(imported, seen)) found.add(right);
    }
  }
  return found;
}
