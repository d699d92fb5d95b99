import { type Statement } from "../iam";

/** The things that the mirrors of one trust level may touch. */
export interface MirrorReach {
  readonly region: string;
  readonly level: string;
  /** The mirrors' certificate and key; null: they serve plain HTTP and read no secret. */
  readonly certificate: {
    readonly secretArn: string;
    /** The key that encrypts the secret. */
    readonly keyArn: string;
    /** Id of the interface endpoint of Secrets Manager. */
    readonly endpointId: string;
  } | null;
  readonly recordsBucket: string;
  /** Id of the S3 gateway endpoint of the mirrors' subnets. */
  readonly recordsEndpointId: string;
}

/** All that a mirror does with its role. */
export const mirrorActions = ["s3:PutObject", "secretsmanager:GetSecretValue", "kms:Decrypt"] as const;

/**
 * The rights of a mirror: read its own certificate, put its own logs, and only through the VPC's endpoints: what is taken from a mirror is
 * worth nothing elsewhere. Sources: service authorization reference (Secrets Manager, S3); Secrets Manager guide, "Secret encryption and
 * decryption" (the encryption context); VPC guide, "Control access to VPC endpoints using endpoint policies".
 */
export function mirrorStatements({
  region,
  level,
  certificate,
  recordsBucket,
  recordsEndpointId,
}: MirrorReach): readonly Statement[] {
  return [
    {
      Sid: "PutOwnLogs",
      Effect: "Allow",
      Action: "s3:PutObject",
      Resource: `arn:aws:s3:::${recordsBucket}/mirror/${level}/*`,
      Condition: { StringEquals: { "aws:SourceVpce": recordsEndpointId } },
    },
    ...(certificate === null ? [] : certificateStatements(certificate, region)),
  ];
}

function certificateStatements(
  { secretArn, keyArn, endpointId }: NonNullable<MirrorReach["certificate"]>,
  region: string,
): readonly Statement[] {
  return [
    {
      Sid: "ReadOwnCertificate",
      Effect: "Allow",
      Action: "secretsmanager:GetSecretValue",
      Resource: secretArn,
      Condition: { StringEquals: { "aws:SourceVpce": endpointId } },
    },
    {
      Sid: "ReadEncrypted",
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: keyArn,
      Condition: {
        StringEquals: {
          "kms:ViaService": `secretsmanager.${region}.amazonaws.com`,
          "kms:EncryptionContext:SecretARN": secretArn,
        },
      },
    },
  ];
}
