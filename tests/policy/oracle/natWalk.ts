import { isV6 } from "./addresses";
import { dropped, type End, VpcWalker } from "./insideVpc";
import {
  askedOf,
  type RegionalNat,
  type RegionalTranslation,
  translated,
  type Translation,
} from "./natMemory";
import { type Packet } from "./packet";
import { type Interface } from "./world";

/** Beyond a gateway, no rule knows whose it was. (Transit gateways may be told to keep it; these are not.) */
export const unsent = ({ sender: _, ...packet }: Packet): Packet => packet;

/** Walks packets through NAT gateways, which remember what they were asked: make a walker for each connection. */
export abstract class NatWalker extends VpcWalker {
  /** What NAT gateways were asked to send. */
  private readonly translations: Translation[] = [];
  protected readonly regional: RegionalTranslation[] = [];

  /** VPC guide, "NAT gateways": TCP, UDP and ICMP; the subnet's list applies to it. */
  protected toNat(nat: Interface, packet: Packet): readonly End[] {
    const [own] = nat.addresses;
    if (packet.state === "reply" || ![1, 6, 17].includes(packet.protocol) || isV6(packet.destination))
      return dropped(nat.id);
    if (this.isRound(nat.id, packet)) return dropped("goes round");
    const sent = { ...unsent(packet), source: own! };
    this.translations.push({ nat, asked: packet, sent });
    return this.fromSubnet(this.subnet(nat.subnet), sent);
  }

  protected toRegionalNat(nat: RegionalNat, packet: Packet): readonly End[] {
    const translation = translated(nat, packet);
    if (translation === undefined) return dropped(nat.id);
    this.regional.push(translation);
    return [{ at: "zone", zone: "internet", packet: translation.sent }];
  }

  protected override backThroughNat(nat: Interface, packet: Packet): readonly End[] {
    const known = askedOf(this.translations, nat, packet);
    if (known === undefined) return dropped(`${nat.id} knows no such connection`);
    return this.fromSubnet(this.subnet(nat.subnet), { ...packet, destination: known.asked.source });
  }
}
