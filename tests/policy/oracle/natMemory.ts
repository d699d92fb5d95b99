import { type StackFacts } from "../../../policy/facts/resource";
import { address, isPublic, isV6 } from "./addresses";
import { answerTo, type Packet } from "./packet";
import { text } from "./read";
import { type Interface } from "./world";

/** A NAT gateway of a whole VPC: in no subnet, with public addresses of its own. VPC guide, "Regional NAT gateways". */
export interface RegionalNat {
  readonly id: string;
  readonly vpc: string;
}

export function readRegionalNats(stack: StackFacts): RegionalNat[] {
  return stack
    .ofType("aws:ec2/natGateway:NatGateway")
    .filter(({ props }) => text(props, "availabilityMode") === "regional")
    .map(({ props }) => ({ id: text(props, "id")!, vpc: text(props, "vpcId")! }));
}

/** An address that AWS chose, and nobody else of a stack has. */
const own = address("54.240.0.1");

/** What was asked, as it came and as it was sent. */
export interface RegionalTranslation {
  readonly nat: RegionalNat;
  readonly asked: Packet;
  readonly sent: Packet;
}

/** Undefined: it does not pass: TCP, UDP and ICMP to the internet only, and no answers. */
export function translated(
  nat: RegionalNat,
  { sender: _, ...asked }: Packet,
): RegionalTranslation | undefined {
  const isPassed = asked.state === "new" && [1, 6, 17].includes(asked.protocol);
  if (!isPassed || isV6(asked.source) || isV6(asked.destination) || !isPublic(asked.destination))
    return undefined;
  return { nat, asked, sent: { ...asked, source: own } };
}

/** Answers to what gateways sent, as who asked gets them. */
export function handedBack(
  translations: readonly RegionalTranslation[],
  answer: Packet,
): readonly { readonly vpc: string; readonly packet: Packet }[] {
  return translations
    .filter(({ sent }) => {
      const { source, destination, protocol, destinationPort } = answerTo(sent);
      const isPort = destinationPort === answer.destinationPort;
      const isTwo = source === answer.source && destination === answer.destination;
      return answer.state === "reply" && isTwo && isPort && protocol === answer.protocol;
    })
    .map(({ nat, asked }) => ({ vpc: nat.vpc, packet: { ...answer, destination: asked.source } }));
}

/** What a NAT gateway of a subnet remembers of a connection. */
export interface Translation {
  readonly nat: Interface;
  readonly asked: Packet;
  readonly sent: Packet;
}

/** What an answer at a NAT gateway of a subnet answers. */
export const askedOf = (translations: readonly Translation[], nat: Interface, answer: Packet) =>
  translations.find(
    (each) =>
      each.nat === nat &&
      answer.state === "reply" &&
      each.sent.protocol === answer.protocol &&
      each.sent.destination === answer.source &&
      answerTo(each.sent).destinationPort === answer.destinationPort,
  );
