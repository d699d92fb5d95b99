import { internetIpv4, internetIpv6 } from "../addresses";
import { gatewaysOf } from "../interfaces/attachments";
import { gatewayIds } from "../gateways/gatewayIds";
import { natGatewaysOf, natTarget } from "../gateways/natGateways";
import { anything, type Build, nodeIds, type VpcPart } from "../parts";
import { peersOf } from "../gateways/peering";
import { perBuild } from "../perBuild";
import { tablesOfSubnet } from "./routeTables";
import { tokens } from "../tokens";
import { type Match } from "../../network";

interface Way {
  readonly to: string;
  readonly match: Match;
  readonly name: string;
}

/** Gateways of a VPC to which a route could lead that is not there; an internet gateway that is still to be made, too. */
const waysOf = perBuild((build) => {
  const made = new Map<VpcPart, readonly Way[]>();
  return (vpc: VpcPart): readonly Way[] => {
    let ways = made.get(vpc);
    if (ways === undefined) made.set(vpc, (ways = find(build, vpc)));
    return ways;
  };
});

function find(build: Build, vpc: VpcPart): readonly Way[] {
  const named = (type: string) => gatewaysOf(build, vpc, type).map(({ gateway }) => gateway);
  const [igw] = named(tokens.internetGateway);
  const internet: Match = { destination: [...internetIpv4, ...internetIpv6] };
  return [
    igw === undefined
      ? { to: gatewayIds.internetAbsent(vpc), match: internet, name: "an internet gateway" }
      : { to: gatewayIds.internetOut(vpc), match: internet, name: igw.name },
    ...named(tokens.egressOnlyGateway).map(({ name }) => ({
      ...{ to: gatewayIds.egressOut(vpc), match: { destination: internetIpv6 }, name },
    })),
    ...named(tokens.carrierGateway).map(({ name }) => ({
      ...{ to: gatewayIds.carrierOut(vpc), match: { destination: internetIpv4 }, name },
    })),
    ...named(tokens.vpnGateway).flatMap((gateway) => {
      const to = gatewayIds.out(gateway, vpc, build);
      return to === undefined ? [] : [{ to, match: anything, name: gateway.name }];
    }),
    ...peersOf(build, vpc).map(([to, name]) => ({ to, match: anything, name })),
    ...(natGatewaysOf(build).get(vpc) ?? []).flatMap((gateway) =>
      natTarget(build, undefined, gateway).map((to) => ({ to, match: anything, name: gateway.name })),
    ),
  ];
}

/** Routes that one change would add to a subnet's table. */
export function addRouteOpenings(build: Build): void {
  for (const subnet of build.layout.subnets) {
    const table = tablesOfSubnet(build, subnet)[0]?.table;
    const name =
      table === undefined || table.urn === subnet.vpc.urn
        ? `the main route table of ${subnet.vpc.name}`
        : table.name;
    for (const way of waysOf(build)(subnet.vpc)) {
      const { to, match } = way;
      const change = `add a route to ${way.name} to ${name}`;
      build.draft.openings(nodeIds.subnetRoutes(subnet.key), { match, to, kind: "route", change });
    }
  }
}
