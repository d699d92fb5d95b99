import { controls } from "../controls";
import { type ResourceName, type StackFacts } from "../facts/resource";
import { isolationOf, type IsolationOptions } from "../judgement/isolation";
import { parsePrefix } from "../prefixes";
import { type Breach, type Hop, type Packet } from "../proof/verdict";
import { type Finding, type OptionValues, type Rule, type RuleOption } from "../rule";

const buildNetworkOption: RuleOption = {
  description:
    "Blocks of the build network; none: the private blocks that the stack's own VPN routes lead to.",
  default: [],
  check(values) {
    const odd = values.find((value) => parsePrefix(value) === undefined);
    if (odd !== undefined) {
      throw new RangeError(
        `buildNetwork: '${odd}' is not a block. Allowed: CIDR notation, e.g. 10.20.0.0/16.`,
      );
    }
  },
};

const vpnGatewaysOption: RuleOption = {
  description: "Public addresses of the build network's VPN gateways; none: any customer gateway.",
  default: [],
  check(values) {
    const odd = values.find((value) => parsePrefix(`${value}/32`) === undefined);
    if (odd !== undefined) throw new RangeError(`vpnGateways: '${odd}' is not an IPv4 address.`);
  },
};

function isolationOptions(options: OptionValues): IsolationOptions {
  const [blocks = [], gateways = []] = [options["buildNetwork"], options["vpnGateways"]];
  if (blocks.length === 0) return {};
  return {
    buildNetwork: {
      blocks,
      ...(gateways.length > 0 && { gateways }),
      declaredBy: "the options of isolated-network",
    },
  };
}

const protocolNames: Readonly<Record<number, string>> = { 1: "icmp", 6: "tcp", 17: "udp", 58: "icmpv6" };

/** `tcp 10.0.0.4:49152 to 203.0.113.9:443`; of ICMP: type and code. Protocol numbers: IANA. */
export function packetText({ source, destination, protocol, sourcePort, destinationPort }: Packet): string {
  const name = protocolNames[protocol] ?? `protocol ${protocol}`;
  if (protocol === 6 || protocol === 17)
    return `${name} ${source}:${sourcePort} to ${destination}:${destinationPort}`;
  if (protocol === 1 || protocol === 58)
    return `${name} ${sourcePort}/${destinationPort} ${source} to ${destination}`;
  return `${name} ${source} to ${destination}`;
}

function placeOf({ path }: Breach): { readonly resource: ResourceName; readonly hop: Hop | undefined } {
  const hop = [...path].reverse().find(({ urn }) => urn !== undefined);
  const urn = hop?.urn ?? "";
  return {
    hop,
    resource: {
      urn,
      type: urn.split("::")[2]?.split("$").at(-1) ?? "",
      name: hop?.resource ?? "the network",
    },
  };
}

/** A way that the contract does not allow, as a finding at the last resource that lets it pass. */
export function findingOf(breach: Breach): Finding {
  const { resource, hop } = placeOf(breach);
  const way = breach.path.map(({ resource: name, admittedBy }) => `${name} (${admittedBy})`).join(" → ");
  const packet = breach.path[0]?.packet;
  const { missing } = breach;
  return {
    resource,
    ...(hop?.property !== undefined && { property: hop.property }),
    verdict: breach.verdict === "refuted" ? "refused" : "undetermined",
    found: `a way from ${breach.from} to ${breach.to}${packet === undefined ? "" : `: ${packetText(packet)}`}`,
    reason:
      missing === undefined
        ? `Packets pass by ${way}.`
        : `Packets may pass by ${way}: ${missing.resource}${missing.property === undefined ? "" : `.${missing.property}`} ${missing.why}.`,
    fix: missing?.settle ?? hop?.fix ?? "Close one hop of the way.",
  };
}

function relate(stack: StackFacts, options: OptionValues): readonly Finding[] {
  return isolationOf(stack, isolationOptions(options)).proof.breaches.map(findingOf);
}

/** The proof as a rule: what no single resource shows. docs/proof.md says what is proved, and on what model. */
export const isolatedNetwork: Rule = {
  id: "isolated-network",
  title: "No packet passes between the network and anything that the contract does not name.",
  control: controls.noInternet,
  severity: "critical",
  frameworks: { nist: ["SC-7", "SC-7(5)", "AC-4"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/vpc/latest/reachability/how-reachability-analyzer-works.html",
  cause:
    "Any way, over any number of resources, from or to a zone that `policy/contract.json` does not allow.",
  fix: "Close one hop of the way that the finding shows.",
  options: { buildNetwork: buildNetworkOption, vpnGateways: vpnGatewaysOption },
  judges: () => true,
  relate,
};
