import { type ResourceFacts } from "../../../facts/resource";
import { placesOf } from "../interfaces/layout";
import { type Build, type VpcPart } from "../parts";
import { tokens } from "../tokens";

/** Ids of the nodes of gateways. docs/proof.md, Nodes. */
export const gatewayIds = {
  internetOut: (vpc: VpcPart) => `igw/${vpc.key}/out`,
  internetIn: (vpc: VpcPart) => `igw/${vpc.key}/in`,
  /** What a gateway would be, where there is none: for the margin. */
  internetAbsent: (vpc: VpcPart) => `igw/${vpc.key}/absent`,
  egressOut: (vpc: VpcPart) => `eigw/${vpc.key}/out`,
  egressIn: (vpc: VpcPart) => `eigw/${vpc.key}/in`,
  carrierOut: (vpc: VpcPart) => `cagw/${vpc.key}/out`,
  carrierIn: (vpc: VpcPart) => `cagw/${vpc.key}/in`,
  virtualOut: (key: string) => `vgw/${key}/out`,
  virtualIn: (key: string) => `vgw/${key}/in`,
  /** Where packets enter the gateway that leave by it; undefined: not a gateway of a VPC. */
  out({ type, ...rest }: ResourceFacts, vpc: VpcPart, build: Build): string | undefined {
    switch (type) {
      case tokens.internetGateway:
        return this.internetOut(vpc);
      case tokens.egressOnlyGateway:
        return this.egressOut(vpc);
      case tokens.carrierGateway:
        return this.carrierOut(vpc);
      case tokens.vpnGateway:
        return this.virtualOut(placesOf(build.layout).keys.of({ type, ...rest }));
      default:
        return undefined;
    }
  },
} as const;
