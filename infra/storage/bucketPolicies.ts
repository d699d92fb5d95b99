import { type Statement } from "../iam";

/** Who may use a declared bucket. Levels come as the ids of their S3 endpoints. */
export interface BucketReach {
  readonly account: string;
  /** The bucket's name. */
  readonly bucket: string;
  readonly readers: readonly string[];
  readonly writers: readonly string[];
  /** ARNs of roles, of this account or another, that publish here. */
  readonly publishers: readonly string[];
}

/** Who may use the bucket of records. */
export interface RecordsReach {
  readonly account: string;
  readonly bucket: string;
  /** Id of the S3 endpoint of each trust level's workers, by level. */
  readonly levels: Readonly<Record<string, string>>;
  /** Id of the S3 endpoint of the mirrors' subnets; null: there are no mirrors. */
  readonly mirrorsEndpointId: string | null;
  /** Names of the buckets whose access is logged here. */
  readonly logged: readonly string[];
}

/** S3's own log delivery. Source: S3 guide, "Enabling Amazon S3 server access logging", permissions. */
const logDelivery = "logging.s3.amazonaws.com";

/** Where the log of a bucket's requests lies in the bucket of records. */
export function accessLogPrefix(bucket: string): string {
  return `access/${bucket}/`;
}

type Condition = NonNullable<Statement["Condition"]>;

/**
 * A declared bucket: levels read and write unsigned, each through its own endpoint; named roles publish. Anonymous access by a fixed endpoint
 * is not public to S3's block public access. Sources: S3 guide, "Controlling access from VPC endpoints with bucket policies", "The meaning of
 * 'public'".
 */
export function declaredBucketStatements(reach: BucketReach): readonly Statement[] {
  const { account, bucket, readers, writers, publishers } = reach;
  const allow = (
    Sid: string,
    Action: string | readonly string[],
    Resource: string,
    endpoints: readonly string[],
  ) => (endpoints.length === 0 ? [] : [through(Sid, Action, Resource, endpoints)]);
  return [
    ...tlsOnly(bucket),
    ...allow("LevelsRead", "s3:GetObject", objectsOf(bucket), readers),
    ...allow("LevelsList", "s3:ListBucket", arnOf(bucket), readers),
    ...allow("LevelsWrite", "s3:PutObject", objectsOf(bucket), writers),
    ...(publishers.length === 0 ? [] : publish(bucket, publishers)),
    ...closed({ account, bucket, endpoints: [...readers, ...writers], publishers }),
    ...writtenBy({ bucket, endpoints: writers, publishers }),
  ];
}

/** The bucket of records: a level's workers put what they fetched past their mirror, mirrors put their logs, with their own role's rights. */
export function recordsBucketStatements({
  account,
  bucket,
  levels,
  mirrorsEndpointId,
  logged,
}: RecordsReach): readonly Statement[] {
  const endpoints = [...Object.values(levels), ...(mirrorsEndpointId === null ? [] : [mirrorsEndpointId])];
  return [
    ...tlsOnly(bucket),
    ...Object.entries(levels).map(([level, endpointId], index) =>
      through(`FallbacksOfLevel${index + 1}`, "s3:PutObject", `${arnOf(bucket)}/fallbacks/${level}/*`, [
        endpointId,
      ]),
    ),
    ...logged.map((source, index): Statement => {
      return {
        Sid: `AccessLogOfBucket${index + 1}`,
        Effect: "Allow",
        Principal: { Service: logDelivery },
        Action: "s3:PutObject",
        Resource: `${arnOf(bucket)}/${accessLogPrefix(source)}*`,
        Condition: {
          StringEquals: { "aws:SourceAccount": account },
          ArnEquals: { "aws:SourceArn": arnOf(source) },
        },
      };
    }),
    ...closed({ account, bucket, endpoints, publishers: [], services: [logDelivery] }),
    ...writtenBy({ bucket, endpoints, publishers: [], services: [logDelivery] }),
  ];
}

function through(
  Sid: string,
  Action: string | readonly string[],
  Resource: string,
  endpoints: readonly string[],
): Statement {
  const Condition = { StringEquals: { "aws:SourceVpce": [...new Set(endpoints)] } };
  return { Sid, Effect: "Allow", Principal: "*", Action, Resource, Condition };
}

function publish(bucket: string, publishers: readonly string[]): readonly Statement[] {
  const Principal = { AWS: publishers };
  return [
    {
      Sid: "PublishersPut",
      Effect: "Allow",
      Principal,
      Action: ["s3:PutObject", "s3:GetObject", "s3:AbortMultipartUpload"],
      Resource: objectsOf(bucket),
    },
    { Sid: "PublishersList", Effect: "Allow", Principal, Action: "s3:ListBucket", Resource: arnOf(bucket) },
  ];
}

/** Over TLS 1.2 or newer only. Source: S3 guide, "Security best practices", enforce encryption of data in transit. */
export function tlsOnly(bucket: string): readonly Statement[] {
  const refuse = (Sid: string, Condition: Condition): Statement => {
    return {
      Sid,
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: [arnOf(bucket), objectsOf(bucket)],
      Condition,
    };
  };
  return [
    refuse("NoPlainHttp", { Bool: { "aws:SecureTransport": "false" } }),
    refuse("NoOldTls", { NumericLessThan: { "s3:TlsVersion": "1.2" } }),
  ];
}

interface Admitted {
  readonly bucket: string;
  readonly endpoints: readonly string[];
  readonly publishers: readonly string[];
  /** AWS's services that write for the account. */
  readonly services?: readonly string[];
}

/**
 * Whoever comes neither through a named endpoint nor is a named publisher must be of this account, whatever another statement or access
 * point should say. The account's own policies decide about its own people, so nobody is locked out of repairing this policy.
 */
function closed({
  account,
  bucket,
  endpoints,
  publishers,
  services = [],
}: Admitted & { readonly account: string }): readonly Statement[] {
  return [
    {
      Sid: "NoStrangers",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: [arnOf(bucket), objectsOf(bucket)],
      Condition: {
        StringNotEquals: { "aws:PrincipalAccount": account, ...notByWayOf(endpoints, services) },
        ...notThese(publishers),
      },
    },
  ];
}

/** Objects come from those who are named and from nobody else, administrators included: builds trust what lies here. */
function writtenBy({ bucket, endpoints, publishers, services = [] }: Admitted): readonly Statement[] {
  const others = notByWayOf(endpoints, services);
  const condition = {
    ...(Object.keys(others).length === 0 ? {} : { StringNotEquals: others }),
    ...notThese(publishers),
  };
  return [
    {
      Sid: "OnlyTheseWrite",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:PutObject",
      Resource: objectsOf(bucket),
      ...(Object.keys(condition).length === 0 ? {} : { Condition: condition }),
    },
  ];
}

function notByWayOf(
  endpoints: readonly string[],
  services: readonly string[],
): Readonly<Record<string, readonly string[]>> {
  return {
    ...(endpoints.length === 0 ? {} : { "aws:SourceVpce": [...new Set(endpoints)] }),
    ...(services.length === 0 ? {} : { "aws:PrincipalServiceName": services }),
  };
}

function notThese(publishers: readonly string[]): Condition {
  return publishers.length === 0 ? {} : { ArnNotEquals: { "aws:PrincipalArn": publishers } };
}

function arnOf(bucket: string): string {
  return `arn:aws:s3:::${bucket}`;
}

function objectsOf(bucket: string): string {
  return `${arnOf(bucket)}/*`;
}
