import { nameOf, type StackResource, text } from "./stackResource";
import { box, element, label, picture } from "./svg";

const ink = "#1f2933";
const soft = "#52606d";
const link = "#0b6e4f";
const closed = "#b42318";

interface NetworkFacts {
  readonly vpcCidr: string;
  readonly zones: readonly string[];
  /** Subnets as `name cidr`, by zone. */
  readonly subnets: ReadonlyMap<string, readonly { readonly name: string; readonly cidr: string }[]>;
  readonly buildNetworkCidrs: readonly string[];
  readonly customerGateway: string;
  readonly tunnels: readonly string[];
  readonly endpoints: readonly string[];
  readonly pools: readonly string[];
  /** Gateways to the internet of any kind that the stack holds; none in a stack that passed its policy. */
  readonly internetGateways: number;
}

const internetGatewayTypes =
  /^aws:ec2\/(internetGateway|egressOnlyInternetGateway|natGateway|carrierGateway):/;

function factsOf(resources: readonly StackResource[]): NetworkFacts {
  const ofType = (type: string): readonly StackResource[] => resources.filter((r) => r.type === type);
  const unique = (values: readonly string[]): readonly string[] =>
    [...new Set(values)].filter((v) => v !== "").sort();
  const subnets = ofType("aws:ec2/subnet:Subnet");
  const zones = unique(subnets.map((s) => text(s, "availabilityZone")));
  const vpn = ofType("aws:ec2/vpnConnection:VpnConnection")[0];
  return {
    vpcCidr: ofType("aws:ec2/vpc:Vpc").map((vpc) => text(vpc, "cidrBlock"))[0] ?? "",
    zones,
    subnets: new Map(
      zones.map((zone) => [
        zone,
        subnets
          .filter((s) => text(s, "availabilityZone") === zone)
          .map((s) => ({ name: nameOf(s), cidr: text(s, "cidrBlock") }))
          .sort((a, b) => a.name.localeCompare(b.name)),
      ]),
    ),
    buildNetworkCidrs: unique(
      ofType("aws:ec2/vpnConnectionRoute:VpnConnectionRoute").map((r) => text(r, "destinationCidrBlock")),
    ),
    customerGateway:
      ofType("aws:ec2/customerGateway:CustomerGateway").map((g) => text(g, "ipAddress"))[0] ?? "",
    tunnels:
      vpn === undefined
        ? []
        : [text(vpn, "tunnel1Address"), text(vpn, "tunnel2Address")].filter((t) => t !== ""),
    endpoints: unique(
      ofType("aws:ec2/vpcEndpoint:VpcEndpoint").map(
        (e) =>
          `${text(e, "serviceName").split(".").at(-1) ?? ""} (${text(e, "vpcEndpointType").toLowerCase()})`,
      ),
    ),
    pools: unique(
      ofType("aws:ec2/launchTemplate:LaunchTemplate").map((t) => `${nameOf(t)}: ${text(t, "instanceType")}`),
    ),
    internetGateways: resources.filter((r) => internetGatewayTypes.test(r.type)).length,
  };
}

/**
 * The network of one stack as an SVG: build network, link, VPC with its subnets, endpoints and pools, and the internet, which nothing
 * in the VPC reaches. Drawn from the stack's state, so that it shows what is, not what was meant.
 */
export function networkPicture(environment: string, resources: readonly StackResource[]): string {
  const facts = factsOf(resources);
  const rows = Math.max(1, ...[...facts.subnets.values()].map((s) => s.length));
  const vpcHeight = 150 + rows * 58 + Math.max(facts.endpoints.length, facts.pools.length) * 20;
  const height = Math.max(420, vpcHeight + 110);
  const zoneWidth = 250;
  const vpcX = 520;
  const vpcWidth = Math.max(1, facts.zones.length) * (zoneWidth + 16) + 32;
  return picture(vpcX + vpcWidth + 40, height, `Network of ${environment}`, [
    label(24, 34, `overflow · ${environment}`, { "font-size": 20, "font-weight": 600, fill: ink }),
    buildNetwork(facts),
    vpnLink(facts),
    vpc(facts, vpcX, vpcWidth, vpcHeight, zoneWidth),
    internet(facts, height),
  ]);
}

function buildNetwork(facts: NetworkFacts): string {
  return element(
    "g",
    {},
    box(24, 60, 280, 190, { fill: "#f5f7fa", stroke: soft }),
    label(40, 86, "Build network", { "font-weight": 600, fill: ink }),
    label(40, 108, facts.buildNetworkCidrs.join(", "), { fill: soft }),
    box(40, 124, 248, 34, { fill: "#ffffff", stroke: soft }),
    label(52, 146, "Buildbot master, in-house workers", { fill: ink }),
    box(40, 168, 248, 34, { fill: "#ffffff", stroke: soft }),
    label(52, 190, "firewalls, proxy: the only way out", { fill: ink }),
    label(40, 230, `gateway ${facts.customerGateway}`, { fill: soft }),
  );
}

function vpnLink(facts: NetworkFacts): string {
  const tunnels = facts.tunnels.map((address, index) => {
    const y = 118 + index * 46;
    return element(
      "g",
      {},
      element("line", { x1: 304, y1: y, x2: 520, y2: y, stroke: link, "stroke-width": 3 }),
      label(320, y - 8, `tunnel ${index + 1} · ${address}`, { fill: link, "font-size": 12 }),
    );
  });
  return element(
    "g",
    {},
    label(320, 84, "Site-to-Site VPN, IKEv2", { fill: link, "font-weight": 600 }),
    ...tunnels,
  );
}

function vpc(facts: NetworkFacts, x: number, width: number, height: number, zoneWidth: number): string {
  const zones = facts.zones.map((zone, column) => {
    const left = x + 16 + column * (zoneWidth + 16);
    const subnets = (facts.subnets.get(zone) ?? []).map(({ name, cidr }, row) =>
      element(
        "g",
        {},
        box(left + 12, 146 + row * 58, zoneWidth - 24, 46, { fill: "#ffffff", stroke: link }),
        label(left + 24, 166 + row * 58, name, { fill: ink, "font-size": 12 }),
        label(left + 24, 183 + row * 58, cidr, { fill: soft, "font-size": 12 }),
      ),
    );
    const zoneHeight = 52 + (facts.subnets.get(zone) ?? []).length * 58;
    return element(
      "g",
      {},
      box(left, 104, zoneWidth, zoneHeight, { fill: "none", stroke: soft, "stroke-dasharray": "4 3" }),
      label(left + 12, 128, zone, { fill: soft }),
      ...subnets,
    );
  });
  const rows = Math.max(1, ...[...facts.subnets.values()].map((s) => s.length));
  const listY = 104 + 52 + rows * 58 + 30;
  const list = (title: string, items: readonly string[], left: number): string =>
    element(
      "g",
      {},
      label(left, listY, title, { fill: ink, "font-weight": 600 }),
      ...items.map((item, index) =>
        label(left, listY + 20 + index * 20, item, { fill: soft, "font-size": 12 }),
      ),
    );
  return element(
    "g",
    {},
    box(x, 60, width, height, { fill: "#eefbf5", stroke: link, "stroke-width": 2 }),
    label(x + 16, 88, `VPC ${facts.vpcCidr}`, { "font-weight": 600, fill: ink }),
    ...zones,
    list("Endpoints", facts.endpoints, x + 28),
    list("Pools", facts.pools, x + 28 + width / 2),
  );
}

function internet(facts: NetworkFacts, height: number): string {
  const open = facts.internetGateways > 0;
  const verdict = open
    ? `${facts.internetGateways} gateway(s) to the internet`
    : "no gateway, no default route, no address";
  return element(
    "g",
    {},
    box(24, height - 110, 280, 70, { fill: "#fdf3f2", stroke: closed }),
    label(40, height - 82, "Internet", { "font-weight": 600, fill: closed }),
    label(40, height - 60, "from the build network only", { fill: soft }),
    element("line", { x1: 164, y1: height - 110, x2: 164, y2: 250, stroke: soft, "stroke-dasharray": "3 3" }),
    element("line", {
      x1: 304,
      y1: height - 75,
      x2: 516,
      y2: height - 75,
      stroke: closed,
      "stroke-dasharray": "6 5",
    }),
    label(396, height - 68, open ? "!" : "✕", { fill: closed, "font-size": 22, "font-weight": 700 }),
    label(322, height - 48, verdict, { fill: closed, "font-size": 11 }),
  );
}
