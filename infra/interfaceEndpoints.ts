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

/** EC2 and Secrets Manager inside the VPC, under their usual names. All that the scaler calls beside DynamoDB. */
export class InterfaceEndpoints extends pulumi.ComponentResource {
  constructor(name: string, args: InterfaceEndpointsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("overflow:network:InterfaceEndpoints", name, {}, opts);
    const policies = { ec2: ec2EndpointPolicy(args), secretsmanager: secretsEndpointPolicy(args) };
    const endpointIds = Object.entries(policies).map(
      ([service, policy]) =>
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
        ).id,
    );
    this.registerOutputs({ endpointIds });
  }
}
