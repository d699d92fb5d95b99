import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type SubnetKey } from "./subnetKeys";
import { type GatewayService } from "./traffic";

/** A way from one kind of subnets to one service. */
export interface GatewayEndpoint {
  readonly service: GatewayService;
  readonly from: SubnetKey;
  readonly routeTableId: pulumi.Input<string>;
  /** JSON of what passes. */
  readonly policy: string;
}

export interface GatewayEndpointsArgs {
  readonly vpcId: pulumi.Input<string>;
  readonly region: string;
  readonly endpoints: readonly GatewayEndpoint[];
}

/**
 * Ways to DynamoDB and S3 that stay within AWS: a prefix-list route each, in one kind of subnets only. Each trust level
 * has an endpoint of its own, so that a bucket can tell by the endpoint who asks.
 */
export class GatewayEndpoints extends pulumi.ComponentResource {
  private readonly made: ReadonlyMap<string, aws.ec2.VpcEndpoint>;

  constructor(name: string, args: GatewayEndpointsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("overflow:network:GatewayEndpoints", name, {}, opts);
    this.made = new Map(
      args.endpoints.map(({ service, from, routeTableId, policy }) => {
        const label = `${name}-${service}-${from}`;
        const endpoint = new aws.ec2.VpcEndpoint(
          label,
          {
            vpcId: args.vpcId,
            vpcEndpointType: "Gateway",
            serviceName: `com.amazonaws.${args.region}.${service}`,
            routeTableIds: [routeTableId],
            policy,
            tags: { Name: label },
          },
          { parent: this },
        );
        return [`${service}-${from}`, endpoint];
      }),
    );
    this.registerOutputs({ endpointIds: [...this.made.values()].map(({ id }) => id) });
  }

  /**
   * The endpoint through which a kind of subnets reaches a service.
   * @throws RangeError if there is none
   */
  of(service: GatewayService, from: SubnetKey): aws.ec2.VpcEndpoint {
    const endpoint = this.made.get(`${service}-${from}`);
    if (endpoint === undefined) throw new RangeError(`${from} has no gateway endpoint to ${service}`);
    return endpoint;
  }
}
