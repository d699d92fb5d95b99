import { type ResourceFacts } from "../../../facts/resource";
import { type Match, type Rewrite } from "../../network";
import { internetIpv4, internetIpv6, isIpv4 } from "../addresses";
import { type Attached, gatewaysOf } from "../interfaces/attachments";
import { gatewayIds } from "./gatewayIds";
import { missingOf } from "../missing";
import { type Build, nodeIds, reasonOf, type VpcPart, zones } from "../parts";
import { tokens } from "../tokens";
import { enterFrom } from "./zoneNodes";

/** Egress-only internet gateways: IPv6 goes out, and only what answers it comes back. Source: VPC guide, "Egress-only internet gateways". */
export function addEgressOnlyGateways(build: Build): void {
  for (const vpc of build.layout.vpcs) {
    const [attached] = gatewaysOf(build, vpc, tokens.egressOnlyGateway);
    if (attached === undefined) continue;
    const blocks = [...vpc.blocks, ...vpc.unsure.flatMap((unsure) => unsure.blocks)];
    connect(build, vpc, attached, {
      ...{ out: gatewayIds.egressOut(vpc), into: gatewayIds.egressIn(vpc) },
      leaves: { destination: internetIpv6 },
      enters: { state: "reply", destination: blocks.filter((block) => !isIpv4(block)) },
    });
  }
}

/**
 * Carrier gateways of Wavelength zones: taken as open in both directions, whoever has a carrier address.
 * Source: Wavelength guide, "Carrier gateways".
 */
export function addCarrierGateways(build: Build): void {
  for (const vpc of build.layout.vpcs) {
    const [attached] = gatewaysOf(build, vpc, tokens.carrierGateway);
    if (attached === undefined) continue;
    connect(build, vpc, attached, {
      ...{ out: gatewayIds.carrierOut(vpc), into: gatewayIds.carrierIn(vpc) },
      leaves: { destination: internetIpv4 },
      rewritten: { source: internetIpv4 },
      enters: { destination: internetIpv4 },
      entered: { destination: vpc.blocks.filter(isIpv4) },
    });
  }
}

interface Ways {
  readonly out: string;
  readonly into: string;
  readonly leaves: Match;
  readonly rewritten?: Rewrite;
  readonly enters: Match;
  readonly entered?: Rewrite;
}

function connect(build: Build, vpc: VpcPart, { gateway, why }: Attached, ways: Ways): void {
  const { draft } = build;
  const { name, urn } = gateway;
  draft.node({ id: ways.out, name, urn, otherwise: `${name} does not take it` });
  draft.node({ id: ways.into, name, urn, otherwise: `${name} lets only answers in` });
  const by = reason(gateway, `${name} passes it to the internet`, why);
  const take = why === undefined ? "always" : "perhaps";
  const { rewritten, entered } = ways;
  const internet = nodeIds.zone(zones.internet);
  draft.steps(ways.out, {
    match: ways.leaves,
    to: internet,
    take,
    by,
    ...(rewritten && { rewrite: rewritten }),
  });
  const back = reason(gateway, `${name} lets it into ${vpc.name}`, why);
  const to = nodeIds.vpcLocal(vpc.key);
  draft.steps(ways.into, { match: ways.enters, to, take, by: back, ...(entered && { rewrite: entered }) });
  enterFrom(build, zones.internet, ways.into, {}, back);
}

function reason(gateway: ResourceFacts, text: string, why: string | undefined) {
  const missing = why === undefined ? undefined : missingOf(gateway, "vpcId", why);
  return reasonOf(gateway, text, { fix: "Remove the gateway.", ...(missing && { missing }) });
}
