import { type Fact } from "../facts/fact";
import { type StackFacts } from "../facts/resource";
import { routesOf, routeTableTypes, routeType } from "../facts/routes";
import { parsePrefix, PrefixSet } from "../prefixes";
import { privateSet } from "../privateBlocks";
import { type BuildNetwork } from "../proof/contract";

const text = (fact: Fact<string>): readonly string[] => (fact.state === "known" ? [fact.value] : []);

/**
 * The build network as a stack's own link says, where nobody declares it: the private blocks that its VPN connections and its routes to a
 * virtual private gateway lead to, behind any customer gateway. A public block is never taken for the build network.
 */
export function declaredBuildNetwork(stack: StackFacts): BuildNetwork {
  const ofConnections = [
    ...stack
      .ofType("aws:ec2/vpnConnectionRoute:VpnConnectionRoute")
      .flatMap(({ props }) => text(props.text("destinationCidrBlock"))),
    ...stack.ofType("aws:ec2/vpnConnection:VpnConnection").flatMap(({ props }) => {
      const routes = props.objects("routes");
      if (routes.state !== "known") return [];
      return routes.value.flatMap((route) =>
        route.state === "known" ? text(route.value.text("destinationCidrBlock")) : [],
      );
    }),
  ];
  const gateways = "aws:ec2/vpnGateway:VpnGateway";
  const ofTables = [routeType, ...routeTableTypes].flatMap((type) =>
    stack.ofType(type).flatMap((owner) =>
      routesOf(owner).flatMap((route) => {
        if ("unknown" in route) return [];
        const gateway = route.props.text("gatewayId");
        const leads =
          gateway.state === "known"
            ? gateway.value.startsWith("vgw-")
            : // Sources are those of all routes of the table: one that names no gateway has none of them.
              gateway.state === "unknown" &&
              owner.sources(route.sourceProperty("gatewayId")).some((source) => source.type === gateways);
        return leads ? route.destinations.flatMap(({ fact }) => text(fact)) : [];
      }),
    ),
  );
  const home = privateSet({});
  const blocks = [...new Set([...ofConnections, ...ofTables])].filter((block) => {
    const prefix = parsePrefix(block);
    return prefix !== undefined && home.contains(PrefixSet.from([prefix]));
  });
  return { blocks: blocks.sort(), declaredBy: "the stack's own VPN routes" };
}
