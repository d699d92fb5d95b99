import { type Fact, known } from "../../../facts/fact";
import { type Props } from "../../../facts/props";
import { type ResourceFacts } from "../../../facts/resource";
import { type ownAddresses, publicAddresses } from "./ownAddresses";
import { type Place, type Places } from "./places";
import { addService, listedGroups } from "./services";

type Texts = Fact<readonly Fact<string>[]>;

/** Where a type of managed service says its subnets and groups: paths of two words at most. */
interface OtherType {
  readonly type: string;
  readonly subnets: string;
  readonly groups: string;
  /** The subnets are those of a resource of this type, which `subnets` names. */
  readonly subnetGroup?: string;
  /** Property that gives it public addresses. */
  readonly isPublic?: string;
}

const database = { subnets: "dbSubnetGroupName", groups: "vpcSecurityGroupIds" };
const rdsGroup = "aws:rds/subnetGroup:SubnetGroup";

/** Managed services with interfaces in subnets of the program's. Source: the `.d.ts` files of `@pulumi/aws` 7.48. */
const otherTypes: readonly OtherType[] = [
  { type: "aws:rds/instance:Instance", ...database, subnetGroup: rdsGroup, isPublic: "publiclyAccessible" },
  { type: "aws:rds/cluster:Cluster", ...database, subnetGroup: rdsGroup },
  { type: "aws:docdb/cluster:Cluster", ...database, subnetGroup: "aws:docdb/subnetGroup:SubnetGroup" },
  {
    type: "aws:neptune/cluster:Cluster",
    subnets: "neptuneSubnetGroupName",
    groups: "vpcSecurityGroupIds",
    subnetGroup: "aws:neptune/subnetGroup:SubnetGroup",
  },
  {
    type: "aws:redshift/cluster:Cluster",
    subnets: "clusterSubnetGroupName",
    groups: "vpcSecurityGroupIds",
    subnetGroup: "aws:redshift/subnetGroup:SubnetGroup",
    isPublic: "publiclyAccessible",
  },
  ...["cluster:Cluster", "replicationGroup:ReplicationGroup"].map((name) => ({
    type: `aws:elasticache/${name}`,
    subnets: "subnetGroupName",
    groups: "securityGroupIds",
    subnetGroup: "aws:elasticache/subnetGroup:SubnetGroup",
  })),
  { type: "aws:efs/mountTarget:MountTarget", subnets: "subnetId", groups: "securityGroups" },
  {
    type: "aws:ec2transitgateway/instanceConnectEndpoint:InstanceConnectEndpoint",
    subnets: "subnetId",
    groups: "securityGroupIds",
  },
  {
    type: "aws:codebuild/project:Project",
    subnets: "vpcConfig.subnets",
    groups: "vpcConfig.securityGroupIds",
  },
  {
    type: "aws:ecs/service:Service",
    subnets: "networkConfiguration.subnets",
    groups: "networkConfiguration.securityGroups",
    isPublic: "networkConfiguration.assignPublicIp",
  },
  { type: "aws:eks/cluster:Cluster", subnets: "vpcConfig.subnetIds", groups: "vpcConfig.securityGroupIds" },
  {
    type: "aws:opensearch/domain:Domain",
    subnets: "vpcOptions.subnetIds",
    groups: "vpcOptions.securityGroupIds",
  },
  {
    type: "aws:msk/cluster:Cluster",
    subnets: "brokerNodeGroupInfo.clientSubnets",
    groups: "brokerNodeGroupInfo.securityGroups",
  },
  {
    type: "aws:mq/broker:Broker",
    subnets: "subnetIds",
    groups: "securityGroups",
    isPublic: "publiclyAccessible",
  },
];

/** Interfaces of other managed services, as far as the facts tell where they are. */
export function addOtherInterfaces(places: Places): void {
  for (const other of otherTypes) {
    for (const resource of places.stack.ofType(other.type)) {
      const found = placesOf(places, resource, other);
      addService(places, resource, found, {
        kind: "other",
        groups: listedGroups(places, resource, other.groups, list(resource.props, other.groups)),
        isFiltered: true,
        addressed: () => [resource.props, { main: "ipAddress" }],
        publicOf: (place: Place, own: ReturnType<typeof ownAddresses>) => {
          const fact: Fact<boolean> =
            other.isPublic === undefined ? known(false) : flag(resource.props, other.isPublic);
          const property = other.isPublic ?? "publiclyAccessible";
          return publicAddresses(own, { fact, resource, property }, { state: "absent" }, []);
        },
      });
    }
  }
}

function placesOf(places: Places, resource: ResourceFacts, other: OtherType): readonly Place[] {
  if (other.subnetGroup === undefined)
    return places.placesOf(resource, other.subnets, list(resource.props, other.subnets));
  const name = resource.props.text(other.subnets);
  const group = places.references.of(resource, other.subnets, name, [other.subnetGroup]);
  if (group?.kind === "resource")
    return places.placesOf(group.resource, "subnetIds", group.resource.props.texts("subnetIds"));
  // Without a group of subnets it is in the default VPC; with one from outside nobody knows. Source: RDS guide, "Working with a DB instance in a VPC".
  places.stray(resource, other.subnets, "names no group of subnets of this stack");
  return [];
}

/** The properties in which a path ends, and its last word. */
function end(props: Props, path: string): readonly [Fact<Props>, string] {
  const [first = path, second] = path.split(".");
  return second === undefined ? [known(props), first] : [props.object(first), second];
}

/** A list, or a single text as one. */
function list(props: Props, path: string): Texts {
  const [inner, name] = end(props, path);
  if (inner.state !== "known") return inner;
  const one = inner.value.text(name);
  if (one.state === "known") return known([one]);
  const many = inner.value.texts(name);
  return many.state === "unknown" && name.endsWith("Id") ? known([one]) : many;
}

function flag(props: Props, path: string): Fact<boolean> {
  const [inner, name] = end(props, path);
  return inner.state === "known" ? inner.value.flag(name) : inner;
}
