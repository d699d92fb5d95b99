import { controls } from "../controls";
import { deniedTypes } from "../denied/denied";
import { expect, expectSet } from "../expect";
import { type ResourceFacts } from "../facts/resource";
import { type Finding, refused, type Rule } from "../rule";
import { nameIn } from "../types";

const fix = "Set publiclyAccessible to false, in subnets and groups of this stack.";
const reason = "The store would have a public address.";
const types = deniedTypes["no-public-data-store"] ?? {};

/** Property that gives a store a public address; some are public unless they say otherwise. Source: Pulumi registry. */
const publicFlag: Readonly<Record<string, string>> = {
  "aws:docdb/clusterInstance:ClusterInstance": "publiclyAccessible",
  "aws:dms/replicationInstance:ReplicationInstance": "publiclyAccessible",
  "aws:m2/environment:Environment": "publiclyAccessible",
  "aws:mq/broker:Broker": "publiclyAccessible",
  "aws:neptune/clusterInstance:ClusterInstance": "publiclyAccessible",
  "aws:rds/clusterInstance:ClusterInstance": "publiclyAccessible",
  "aws:rds/instance:Instance": "publiclyAccessible",
  "aws:rds/shardGroup:ShardGroup": "publiclyAccessible",
  "aws:redshift/cluster:Cluster": "publiclyAccessible",
  "aws:redshiftserverless/workgroup:Workgroup": "publiclyAccessible",
  "aws:timestreaminfluxdb/dbCluster:DbCluster": "publiclyAccessible",
  "aws:timestreaminfluxdb/dbInstance:DbInstance": "publiclyAccessible",
};

/** Property without which a store stands outside of any VPC. */
const network: Readonly<Record<string, string>> = {
  "aws:elasticsearch/domain:Domain": "vpcOptions",
  "aws:opensearch/domain:Domain": "vpcOptions",
};

function check(resource: ResourceFacts): readonly Finding[] {
  const { type, props } = resource;
  const flag = publicFlag[type];
  if (flag !== undefined) {
    return expect({
      ...{ resource, property: flag, fact: props.flag(flag), reason, fix },
      accepts: (isPublic) => !isPublic,
      absentIs: "refused",
    });
  }
  const inside = network[type];
  if (inside !== undefined) {
    const outside = "Without it, the store answers from the internet.";
    return expectSet(resource, inside, props.get(inside), outside, `Set ${inside}.`);
  }
  const name = nameIn(types, type) ?? type;
  return [refused([resource], name, "It brings data out of the network, or outsiders to it.", "Remove it.")];
}

export const noPublicDataStore: Rule = {
  id: "no-public-data-store",
  title: "No data store has a public address or stands outside of the VPC.",
  control: controls.noInternet,
  severity: "critical",
  frameworks: { nist: ["SC-7", "AC-4"], cis: ["2.2.3"], slsa: [] },
  url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
  cause:
    "A database, broker or warehouse that does not say `publiclyAccessible: false`; a search domain outside of a VPC; file transfer, " +
    "data migration, shares of data, links between stores.",
  fix,
  judges: (type) =>
    Object.hasOwn(publicFlag, type) || Object.hasOwn(network, type) || nameIn(types, type) !== undefined,
  check,
};
