import { type Fact, known } from "../../../facts/fact";
import { Props } from "../../../facts/props";
import { type ResourceFacts } from "../../../facts/resource";
import { type ListenerPart, portRanges, protocolRanges } from "./balancerParts";
import { because } from "../candidates";

/**
 * The listeners of a classic balancer, which are written in it. Each sends to all its instances, on the instance's port:
 * the group that it forwards to is one with that port and the balancer's targets.
 */
export function classicListeners(balancer: ResourceFacts): readonly ListenerPart[] {
  const list = balancer.props.objects("listeners");
  const items: readonly Fact<Props>[] =
    list.state === "known" ? list.value : list.state === "unknown" ? [list] : [];
  return items.map((item, index): ListenerPart => {
    const props = item.state === "known" ? item.value : new Props({});
    const property = `listeners[${index}]`;
    const port: Fact<number> = item.state === "unknown" ? item : props.number("lbPort");
    const why = port.state === "unknown" ? port.why : undefined;
    const shown = port.state === "known" ? `${port.value}` : "a port that is not known";
    const text = `${balancer.name} listens on ${shown}`;
    const by = because(balancer, property, text, "Remove the listener.", why);
    return {
      owner: balancer,
      protocols: protocolRanges(known("TCP")),
      ports: portRanges(port),
      by,
      forwards: [{ group: balancer, by, ports: portRanges(props.number("instancePort")) }],
    };
  });
}
