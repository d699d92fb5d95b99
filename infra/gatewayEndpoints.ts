import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { dynamodbEndpointPolicy, s3EndpointPolicy } from "./endpointPolicies";

export interface GatewayEndpointsArgs {
  readonly vpcId: pulumi.Input<string>;
  readonly account: string;
  readonly region: string;
  /** The one table that may be reached, and the route table from which it may. */
  readonly table: { readonly name: string; readonly routeTableId: pulumi.Input<string> };
  /** The buckets that may be read, and the route table from which they may. No bucket: no way to S3. */
  readonly buckets: { readonly names: readonly string[]; readonly routeTableId: pulumi.Input<string> };
}

/** Ways to DynamoDB and S3 that stay within AWS: a prefix-list route each, in one role's route table only. */
export class GatewayEndpoints extends pulumi.ComponentResource {
  /** Prefix lists for security groups; `s3` only if a bucket may be read. */
  readonly prefixListIds: { readonly dynamodb: pulumi.Output<string>; readonly s3?: pulumi.Output<string> };

  constructor(name: string, args: GatewayEndpointsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("overflow:network:GatewayEndpoints", name, {}, opts);
    const endpoint = (service: "dynamodb" | "s3", routeTableId: pulumi.Input<string>, policy: string) =>
      new aws.ec2.VpcEndpoint(
        `${name}-${service}`,
        {
          vpcId: args.vpcId,
          vpcEndpointType: "Gateway",
          serviceName: `com.amazonaws.${args.region}.${service}`,
          routeTableIds: [routeTableId],
          policy,
          tags: { Name: `${name}-${service}` },
        },
        { parent: this },
      ).prefixListId;
    const { table, buckets } = args;
    const dynamodb = endpoint(
      "dynamodb",
      table.routeTableId,
      dynamodbEndpointPolicy({ ...args, tableName: table.name }),
    );
    const s3Policy = s3EndpointPolicy({ account: args.account, buckets: buckets.names });
    this.prefixListIds =
      buckets.names.length === 0
        ? { dynamodb }
        : { dynamodb, s3: endpoint("s3", buckets.routeTableId, s3Policy) };
    this.registerOutputs({ prefixListIds: this.prefixListIds });
  }
}
