import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ec2EndpointPolicy, secretsEndpointPolicy } from "./endpointPolicies";

export interface InterfaceEndpointsArgs {
  readonly vpcId: pulumi.Input<string>;
  readonly account: string;
  readonly region: string;
  readonly environment: string;
  readonly subnetIds: pulumi.Input<string>[];
  readonly securityGroupId: pulumi.Input<string>;
}

/** Services that have an interface endpoint. */
export const interfaceServices = ["ec2", "secretsmanager"] as const;

export type InterfaceService = (typeof interfaceServices)[number];

/** EC2 and Secrets Manager inside the VPC, under their usual names. All that the scaler and the mirrors call beside the gateways'. */
export class InterfaceEndpoints extends pulumi.ComponentResource {
  readonly endpointIds: Readonly<Record<InterfaceService, pulumi.Output<string>>>;

  constructor(name: string, args: InterfaceEndpointsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("overflow:network:InterfaceEndpoints", name, {}, opts);
    const endpoint = (service: InterfaceService, policy: string) =>
      new aws.ec2.VpcEndpoint(
        `${name}-${service}`,
        {
          vpcId: args.vpcId,
          vpcEndpointType: "Interface",
          serviceName: `com.amazonaws.${args.region}.${service}`,
          privateDnsEnabled: true,
          ipAddressType: "ipv4",
          subnetIds: args.subnetIds,
          // Without a group AWS would give it the VPC's default one.
          securityGroupIds: [args.securityGroupId],
          policy,
          tags: { Name: `${name}-${service}` },
        },
        { parent: this },
      ).id;
    this.endpointIds = {
      ec2: endpoint("ec2", ec2EndpointPolicy(args)),
      secretsmanager: endpoint("secretsmanager", secretsEndpointPolicy(args)),
    };
    this.registerOutputs({ endpointIds: this.endpointIds });
  }
}
