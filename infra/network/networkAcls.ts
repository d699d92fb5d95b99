import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type AclEntry } from "./aclEntries";

export interface NetworkAclsArgs {
  readonly vpcId: pulumi.Input<string>;
  /** The list that AWS gives each VPC: emptied, so that a subnet that is under no other passes nothing. */
  readonly defaultNetworkAclId: pulumi.Input<string>;
  /** By kind of subnets: those under the list, and its entries. */
  readonly lists: Readonly<
    Record<
      string,
      { readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>; readonly entries: readonly AclEntry[] }
    >
  >;
}

/** Space between two entries, so that one can be put there by hand in an emergency. */
const step = 10;

/**
 * A second filter behind the security groups, by subnets and without state: what may pass between kinds of subnets holds
 * even where somebody attaches a wrong group. Entries are inline: they are plain values, and a list changes as one.
 */
export class NetworkAcls extends pulumi.ComponentResource {
  constructor(name: string, args: NetworkAclsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("overflow:network:NetworkAcls", name, {}, opts);
    const parent = { parent: this };
    // Subnets come under it only on their way to a list of ours, which the provider must not take for a change.
    new aws.ec2.DefaultNetworkAcl(
      `${name}-empty`,
      { defaultNetworkAclId: args.defaultNetworkAclId },
      { parent: this, ignoreChanges: ["subnetIds"] },
    );
    for (const [subnets, { subnetIds, entries }] of Object.entries(args.lists)) {
      const label = `${name}-${subnets}`;
      const inDirection = (direction: AclEntry["direction"]) =>
        entries
          .filter((entry) => entry.direction === direction)
          .map((entry, index) => ({ ruleNo: (index + 1) * step, action: "allow", ...inline(entry) }));
      new aws.ec2.NetworkAcl(
        label,
        {
          vpcId: args.vpcId,
          subnetIds,
          ingress: inDirection("ingress"),
          egress: inDirection("egress"),
          tags: { Name: label },
        },
        parent,
      );
    }
    this.registerOutputs({});
  }
}

function inline({ protocol, block, ports: [first, last] }: AclEntry) {
  const ports =
    protocol === "icmp"
      ? { icmpType: first, icmpCode: last, fromPort: 0, toPort: 0 }
      : { fromPort: first, toPort: last };
  return { protocol, cidrBlock: block, ...ports };
}
