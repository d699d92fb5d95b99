import { type ResourceFacts } from "../../../facts/resource";
import { PrefixSet } from "../../../prefixes";
import { type Step } from "../../network";
import { isIpv4 } from "../addresses";
import { attachedOf } from "../interfaces/attachments";
import { placesOf } from "../interfaces/layout";
import { type Build, reasonOf } from "../parts";
import { gatewayIds } from "./gatewayIds";
import { type FixedRoute, type Link, staticSteps } from "./gatewayLinks";

/**
 * What comes by one of several links of a virtual private gateway goes to its VPC, or on by another link: who is behind them may meet. Not back by the same
 * link, and not between devices of the build network, which has them all: nobody new is reached there.
 * Source: VPN guide, "AWS VPN CloudHub", of connections and private virtual interfaces. What comes by a Direct Connect gateway does not go on by a VPN
 * connection, says the Direct Connect guide, "Direct Connect gateways"; no fact keeps it from that, so it is not certain here.
 */
export function connectSpokes(build: Build, gateway: ResourceFacts, links: readonly Link[]): void {
  if (links.length < 2 || links.every(({ isHome }) => isHome)) return;
  const { vpcs, why } = attachedOf(build, gateway);
  const known = why === undefined ? vpcs.flatMap(({ blocks }) => blocks.filter(isIpv4)) : [];
  const open = vpcs
    .flatMap(({ blocks, unsure }) => [
      ...(why === undefined ? [] : blocks),
      ...unsure.flatMap((one) => one.blocks),
    ])
    .filter(isIpv4);
  const to = gatewayIds.virtualIn(placesOf(build.layout).keys.of(gateway));
  const by = reasonOf(gateway, `it is for the VPC of ${gateway.name}`);
  const own = PrefixSet.of(...known);
  const isOwn = ({ block }: FixedRoute) => block !== undefined && own.contains(PrefixSet.of(block));
  for (const from of links) {
    const others = links.filter(
      ({ owner, direct, isHome }) =>
        owner.urn !== from.owner.urn &&
        !(isHome && from.isHome) &&
        (!direct || direct.zone !== from.direct?.zone),
    );
    const routes = (wanted: (route: FixedRoute) => boolean) =>
      staticSteps(others.map(({ fixed }) => ({ fixed: fixed.filter(wanted) })));
    build.draft.steps(
      from.into,
      ...others.flatMap((link) => link.learned.map((step) => passed(step, from, link))),
      ...routes(isOwn).map((step) => doubted(step, gateway, "competes with the VPC's own block")),
      ...(known.length > 0 ? [{ match: { destination: known }, to, take: "always", by } as const] : []),
      ...(open.length > 0 ? [{ match: { destination: open }, to, take: "some", by } as const] : []),
      ...routes((route) => !isOwn(route)).map((step) => passed(step, from)),
    );
  }
}

/** A step by which another link takes what came by `from`. */
function passed(step: Step, from: Link, to?: Link): Step {
  const shared = [from, to].find((link) => link?.direct?.isShared === true);
  if (shared === undefined) return step;
  return doubted(step, shared.owner, "joins a Direct Connect gateway, which AWS says passes nothing on");
}

function doubted(step: Step, { name }: ResourceFacts, why: string): Step {
  const missing = { resource: name, why, settle: "Remove all links but that of the build network." };
  return { ...step, take: "perhaps", by: { ...step.by, missing: step.by.missing ?? missing } };
}
