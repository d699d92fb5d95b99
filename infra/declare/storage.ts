import * as pulumi from "@pulumi/pulumi";
import { Bucket } from "../storage/bucket";
import {
  accessLogPrefix,
  declaredBucketStatements,
  recordsBucketStatements,
} from "../storage/bucketPolicies";
import { type GatewayEndpoints } from "../network/gatewayEndpoints";
import { policyJson } from "../iam";
import { bucketName, recordsBucket } from "../names";
import { trustLevelsOf } from "../network/subnetKeys";
import { type Context } from "./context";

/** Days that logs of mirrors, of builds that went past them and of the buckets' requests are kept. */
const recordDays = 90;

/** The buckets that builds use, and the one that holds the mirrors' records. */
export function declareStorage({ settings, opts }: Context, gateways: GatewayEndpoints) {
  const { environment, account, protect } = settings;
  const endpointsOf = (levels: readonly string[]) =>
    pulumi.all(levels.map((level) => gateways.of("s3", `workers-${level}`).id));
  const make = (name: string, policy: pulumi.Input<string>, expireDays: number | null, log: Bucket | null) =>
    new Bucket(
      `bucket-${name}`,
      {
        bucketName: bucketName(environment, account, name),
        policy,
        expireDays,
        forceDestroy: !protect,
        accessLog:
          log === null ? null : { to: log, prefix: accessLogPrefix(bucketName(environment, account, name)) },
      },
      opts,
    );
  const bucket = bucketName(environment, account, recordsBucket);
  const levels = trustLevelsOf(settings);
  const logged = Object.keys(settings.buckets).map((name) => bucketName(environment, account, name));
  const mirrorsEndpointId =
    Object.keys(settings.mirrors).length === 0 ? null : gateways.of("s3", "mirrors").id;
  const policy = pulumi
    .all([endpointsOf(levels), pulumi.output(mirrorsEndpointId)])
    .apply(([ids, mirrorsId]) => {
      const byLevel = Object.fromEntries(levels.map((level, index) => [level, ids[index] ?? ""]));
      return policyJson(
        recordsBucketStatements({ account, bucket, levels: byLevel, mirrorsEndpointId: mirrorsId, logged }),
      );
    });
  const records = make(recordsBucket, policy, recordDays, null);
  const buckets = Object.entries(settings.buckets).map(([name, { read, write, publishers, expireDays }]) => {
    const bucket = bucketName(environment, account, name);
    const policy = pulumi
      .all([endpointsOf(read), endpointsOf(write)])
      .apply(([readers, writers]) =>
        policyJson(declaredBucketStatements({ account, bucket, readers, writers, publishers })),
      );
    return make(name, policy, expireDays, records);
  });
  return { recordsBucket: bucket, all: [...buckets, records] };
}
