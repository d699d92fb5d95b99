import { Withheld } from "../../facts/props";
import { type Json } from "../json";
import { type Answers } from "./answers";
import { type Collection } from "./collection";
import { type Item } from "./item";
import { types } from "./types";

/** States of an endpoint that is not there. Source: EC2 API, VpcEndpoint, State; written in both cases. */
const dead: ReadonlySet<string> = new Set(["deleted", "deleting", "rejected", "failed", "expired"]);

/** Endpoints; gateway endpoints with the prefix list of their service. Source: EC2 API, VpcEndpoint. */
export function readEndpoints(answers: Answers, collection: Collection): void {
  const lists = new Map(
    answers.items("describe-prefix-lists").map((item) => [item.text("PrefixListName"), item]),
  );
  for (const item of answers.items("describe-vpc-endpoints")) {
    if (dead.has((item.text("State") ?? "").toLowerCase())) continue;
    const serviceName = item.text("ServiceName");
    const list = serviceName === undefined ? undefined : lists.get(serviceName);
    // Source of the default: EC2 API, CreateVpcEndpoint, VpcEndpointType.
    const vpcEndpointType = item.text("VpcEndpointType") ?? "Gateway";
    collection.add(
      types.endpoint,
      item.id("VpcEndpointId"),
      {
        vpcId: item.text("VpcId"),
        serviceName,
        vpcEndpointType,
        serviceRegion: item.text("ServiceRegion"),
        resourceConfigurationArn: item.text("ResourceConfigurationArn"),
        serviceNetworkArn: item.text("ServiceNetworkArn"),
        policy: item.text("PolicyDocument"),
        routeTableIds: item.texts("RouteTableIds"),
        subnetIds: item.texts("SubnetIds"),
        securityGroupIds: item.textsOf("Groups", "GroupId"),
        networkInterfaceIds: item.texts("NetworkInterfaceIds"),
        privateDnsEnabled: item.flag("PrivateDnsEnabled"),
        ipAddressType: item.text("IpAddressType"),
        requesterManaged: item.flag("RequesterManaged"),
        state: item.text("State"),
        ownerId: item.text("OwnerId"),
        ...(vpcEndpointType === "Gateway" && {
          prefixListId: list?.text("PrefixListId"),
          cidrBlocks: list?.texts("Cidrs"),
        }),
      },
      item,
    );
  }
  for (const item of answers.items("describe-vpc-endpoint-service-configurations")) {
    if (dead.has((item.text("ServiceState") ?? "").toLowerCase())) continue;
    const props: Json = {
      serviceName: item.text("ServiceName"),
      acceptanceRequired: item.flag("AcceptanceRequired"),
      networkLoadBalancerArns: item.texts("NetworkLoadBalancerArns"),
      gatewayLoadBalancerArns: item.texts("GatewayLoadBalancerArns"),
    };
    collection.add(types.endpointService, item.id("ServiceId"), props, item);
  }
}

const blocksOf = (cidrs: readonly string[]): readonly Json[] =>
  [...new Set(cidrs)].sort().map((cidr) => ({ cidr }));

/** Prefix lists, AWS's and customers', with their entries. Source: EC2 API, ManagedPrefixList, PrefixList. */
export function readPrefixLists(answers: Answers, collection: Collection): void {
  const listed = new Map(
    answers.items("describe-prefix-lists").map((item) => [item.id("PrefixListId"), item]),
  );
  const ids = new Set<string>();
  for (const item of answers.items("describe-managed-prefix-lists")) {
    if ((item.text("State") ?? "").startsWith("delete")) continue;
    const id = item.id("PrefixListId");
    ids.add(id);
    const props = {
      name: item.text("PrefixListName"),
      addressFamily: item.text("AddressFamily"),
      maxEntries: item.number("MaxEntries"),
      ownerId: item.text("OwnerId"),
      arn: item.text("PrefixListArn"),
      entries: entriesOf(answers, id, listed.get(id)),
    };
    collection.add(types.prefixList, id, props, item);
  }
  for (const [id, item] of listed) {
    if (ids.has(id)) continue;
    const props = { name: item.text("PrefixListName"), entries: entriesOf(answers, id, item) };
    collection.add(types.prefixList, id, props, item);
  }
  for (const root of answers.roots("get-managed-prefix-list-entries")) {
    const id = root.file.id;
    if (id === undefined || ids.has(id) || listed.has(id)) continue;
    collection.add(types.prefixList, id, { entries: entriesOf(answers, id, undefined) }, root);
  }
}

function entriesOf(answers: Answers, id: string, listed: Item | undefined): unknown {
  const entries = answers.of("get-managed-prefix-list-entries", id);
  if (entries !== undefined) return blocksOf(entries.textsOf("Entries", "Cidr"));
  if (listed?.has("Cidrs") === true) return blocksOf(listed.texts("Cidrs"));
  return new Withheld(`is in get-managed-prefix-list-entries.${id}.json, which is not there`);
}
