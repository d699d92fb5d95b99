import { type ResourceFacts } from "../../../facts/resource";
import { type Zone } from "../../network";
import { type InterfacePart, type VpcPart } from "../parts";

const type = (name: string) =>
  `aws:ec2transitgateway/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;

/** Types of transit gateways and what belongs to them. */
export const transitTypes = {
  gateway: type("TransitGateway"),
  table: type("RouteTable"),
  route: type("Route"),
  prefixList: type("PrefixListReference"),
  association: type("RouteTableAssociation"),
  propagation: type("RouteTablePropagation"),
  defaultAssociation: type("DefaultRouteTableAssociation"),
  defaultPropagation: type("DefaultRouteTablePropagation"),
  policyAssociation: type("PolicyTableAssociation"),
  policy: type("PolicyTable"),
  vpc: type("VpcAttachment"),
  vpcAccepter: type("VpcAttachmentAccepter"),
  peering: type("PeeringAttachment"),
  peeringAccepter: type("PeeringAttachmentAccepter"),
  connect: type("Connect"),
  vpn: "aws:ec2/vpnConnection:VpnConnection",
  concentrator: "aws:ec2/vpnConcentrator:VpnConcentrator",
  directConnect: "aws:directconnect/gatewayAssociation:GatewayAssociation",
} as const;

/** What a route, an association and a propagation may name. */
export const attachmentTypes: readonly string[] = [
  transitTypes.vpc,
  transitTypes.vpcAccepter,
  transitTypes.peering,
  transitTypes.peeringAccepter,
  transitTypes.connect,
  transitTypes.vpn,
  transitTypes.concentrator,
  transitTypes.directConnect,
];

/** States in which an attachment carries nothing. Source: EC2 API, TransitGatewayAttachment, State. */
export const deadStates: ReadonlySet<string> = new Set(
  "deleted deleting failed failing rejected rejecting".split(" "),
);
/** States that end when the other side accepts. A state file may keep them: it was written before the accepter's turn came. */
export const waitingStates: ReadonlySet<string> = new Set(["pendingAcceptance", "initiatingRequest"]);

/** A transit gateway: of the stack, or somebody else's, of which only the attachments to it are known. */
export interface TransitPart {
  readonly key: string;
  readonly name: string;
  /** Undefined: not of this stack. */
  readonly resource?: ResourceFacts;
  /** Of a gateway that is not of this stack: where everything that enters it goes. */
  readonly zone?: Zone;
}

export type AttachmentKind = "vpc" | "vpn" | "peering" | "connect" | "direct-connect" | "foreign";

/** One side of an attachment: the end at one transit gateway. */
export interface AttachmentPart {
  readonly key: string;
  readonly name: string;
  readonly kind: AttachmentKind;
  readonly transit: TransitPart;
  readonly resource?: ResourceFacts;
  /** Undefined: a VPC that is not of this stack. */
  readonly vpc?: VpcPart;
  /** Its interfaces, one in a subnet. */
  readonly interfaces: readonly InterfacePart[];
  /** Why it is not known whether it is attached here; none: it is. */
  readonly why?: string;
}
