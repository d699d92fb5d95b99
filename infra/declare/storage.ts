import * as pulumi from "@pulumi/pulumi";
import { Bucket } from "../bucket";
import { bucketPolicy, recordsPolicy } from "../bucketPolicies";
import { type GatewayEndpoints } from "../gatewayEndpoints";
import { bucketName, recordsBucket } from "../names";
import { trustLevelsOf } from "../subnetKeys";
import { type Context } from "./context";

/** Days that logs of mirrors and of builds that went past them are kept. */
const recordDays = 90;

/** The buckets that builds use, and the one that holds the mirrors' records. */
export function declareStorage({ settings, opts }: Context, gateways: GatewayEndpoints) {
  const { environment, account, region, protect } = settings;
  const endpointOf = (level: string) => gateways.of("s3", `workers-${level}`).id;
  const endpointsOf = (levels: readonly string[]) =>
    pulumi.output(Object.fromEntries(levels.map((level) => [level, endpointOf(level)])));
  const make = (name: string, policy: pulumi.Input<string>, expireDays: number | null) =>
    new Bucket(
      `bucket-${name}`,
      {
        bucketName: bucketName(environment, account, name),
        policy,
        expireDays,
        forceDestroy: !protect,
      },
      opts,
    );
  const buckets = Object.entries(settings.buckets).map(([name, bucket]) => {
    const policy = endpointsOf([...bucket.read, ...bucket.write]).apply((endpointIds) =>
      bucketPolicy({ bucketName: bucketName(environment, account, name), account, region, bucket, endpointIds }),
    );
    return make(name, policy, bucket.expireDays);
  });
  const recordsName = bucketName(environment, account, recordsBucket);
  const records = make(
    recordsBucket,
    endpointsOf(trustLevelsOf(settings)).apply((endpointIds) =>
      recordsPolicy({ bucketName: recordsName, account, region, endpointIds }),
    ),
    recordDays,
  );
  return { recordsBucket: recordsName, all: [...buckets, records] };
}
