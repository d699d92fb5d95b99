import { type StackFacts } from "../../facts/resource";
import { readAccess } from "./access";
import { Answers } from "./answers";
import { readBalancers, readListeners, readTargets } from "./balancers";
import { readBuckets } from "./buckets";
import { Collection } from "./collection";
import { readDirectConnect } from "./directConnect";
import { readEndpoints } from "./endpoints";
import { type DescribeFile } from "./file";
import { readFlowLogs } from "./flowLogs";
import { readFunctions } from "./functions";
import { readAddresses, readGateways, readNatGateways } from "./gateways";
import { readInstances, readVolumes } from "./instances";
import { readInterfaces } from "./interfaces";
import { type MissingAnswer, missingAnswers } from "./missing";
import { readNetworkAcls } from "./networkAcls";
import { readOtherEnds } from "./otherEnds";
import { readPeerings } from "./peerings";
import { readPrefixLists } from "./prefixLists";
import { readRegionSwitches } from "./regionSwitches";
import { readDnsFirewall, readResolver, readZones } from "./resolver";
import { readRouteTables } from "./routeTables";
import { readSecurityGroups } from "./securityGroups";
import { readShares } from "./shares";
import { readTemplates } from "./templates";
import { readTransitAttachments, readTransitGateways } from "./transitGateways";
import { readTransitRoutes } from "./transitRoutes";
import { readDhcpOptions, readSubnets, readVpcs } from "./vpcs";
import { readVpnConnections, readVpnGateways } from "./vpn";

/** In this order: instances and balancers look at interfaces, transit gateways at Direct Connect. */
const readers: readonly ((answers: Answers, collection: Collection) => void)[] = [
  ...[readVpcs, readDhcpOptions, readSubnets, readRouteTables, readNetworkAcls, readSecurityGroups],
  ...[readInterfaces, readInstances, readVolumes, readAddresses],
  ...[readGateways, readNatGateways, readPeerings, readVpnGateways, readVpnConnections],
  ...[readDirectConnect, readTransitGateways, readTransitAttachments, readTransitRoutes],
  ...[readEndpoints, readPrefixLists, readBalancers, readListeners, readTargets],
  ...[readResolver, readDnsFirewall, readZones, readRegionSwitches, readOtherEnds, readFlowLogs],
  ...[readTemplates, readFunctions, readAccess, readBuckets, readShares],
];

/** What AWS answered, as facts, and what it was not asked. */
export interface DescribedFacts {
  readonly stack: StackFacts;
  /** Never empty where an answer that matters is not there. */
  readonly missing: readonly MissingAnswer[];
}

/**
 * The facts of AWS's answers: resources with the type tokens and property names of `@pulumi/aws`, all ids known. What an answer has and the
 * provider's types have no name for stands under names of its own: `routes[].state` and `.origin`, a table's `learnedRoutesAreListed`, an interface's `association` and
 * `interfaceType`, a balancer's `networkInterfaceIds`, a transit route's `type`. What is deleted, rejected or failed is left out.
 * @throws UnusableInput if there are no answers, one is broken, or two contradict each other
 */
export function factsOfDescribe(files: readonly DescribeFile[]): DescribedFacts {
  const answers = new Answers(files);
  const collection = new Collection();
  for (const read of readers) read(answers, collection);
  return { stack: collection.stack(), missing: missingAnswers(answers, collection) };
}
