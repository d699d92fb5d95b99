import { type TunnelOption, type VpnTunnelOptionsSpecification } from "@aws-sdk/client-ec2";
import { text } from "../../properties";
import { isList, type Props, type Value } from "../../values";
import { awsShape, pulumiShape, type Renames, type Shape } from "../naming";

/**
 * The settings of one tunnel: Pulumi's `tunnel1<name>` → the parameter of CreateVpnConnection
 * (VpnTunnelOptionsSpecification in the EC2 API reference).
 */
const settings = {
  DpdTimeoutAction: "DPDTimeoutAction",
  DpdTimeoutSeconds: "DPDTimeoutSeconds",
  EnableTunnelLifecycleControl: "EnableTunnelLifecycleControl",
  InsideCidr: "TunnelInsideCidr",
  InsideIpv6Cidr: "TunnelInsideIpv6Cidr",
  LogOptions: "LogOptions",
  Phase1LifetimeSeconds: "Phase1LifetimeSeconds",
  Phase2LifetimeSeconds: "Phase2LifetimeSeconds",
  PresharedKey: "PreSharedKey",
  RekeyFuzzPercentage: "RekeyFuzzPercentage",
  RekeyMarginTimeSeconds: "RekeyMarginTimeSeconds",
  ReplayWindowSize: "ReplayWindowSize",
  StartupAction: "StartupAction",
} as const;

/** Settings that are lists of `{Value}`. */
const lists = {
  IkeVersions: "IKEVersions",
  Phase1DhGroupNumbers: "Phase1DHGroupNumbers",
  Phase1EncryptionAlgorithms: "Phase1EncryptionAlgorithms",
  Phase1IntegrityAlgorithms: "Phase1IntegrityAlgorithms",
  Phase2DhGroupNumbers: "Phase2DHGroupNumbers",
  Phase2EncryptionAlgorithms: "Phase2EncryptionAlgorithms",
  Phase2IntegrityAlgorithms: "Phase2IntegrityAlgorithms",
} as const;

/** The answer spells three names otherwise than the request does. */
const answerNames: Readonly<Record<string, string>> = {
  DPDTimeoutAction: "DpdTimeoutAction",
  DPDTimeoutSeconds: "DpdTimeoutSeconds",
  IKEVersions: "IkeVersions",
  Phase1DHGroupNumbers: "Phase1DHGroupNumbers",
  Phase2DHGroupNumbers: "Phase2DHGroupNumbers",
};

const logNames: Renames = { cloudwatchLogOptions: "CloudWatchLogOptions" };

export type Tunnel = "tunnel1" | "tunnel2";
export const tunnels: readonly Tunnel[] = ["tunnel1", "tunnel2"];

/** Names of a tunnel's settings among the inputs of `aws.ec2.VpnConnection`. */
export function tunnelKeys(tunnel: Tunnel): string[] {
  return [...Object.keys(settings), ...Object.keys(lists)].map((name) => tunnel + name);
}

/** One tunnel's settings as the API takes them; `only` limits them to these inputs. */
export function tunnelOptions(
  inputs: Props,
  tunnel: Tunnel,
  only: readonly string[] = tunnelKeys(tunnel),
): VpnTunnelOptionsSpecification {
  const declared = (name: string): Value | undefined =>
    only.includes(tunnel + name) ? inputs[tunnel + name] : undefined;
  const options: Record<string, unknown> = {};
  for (const [name, parameter] of Object.entries(settings)) {
    const value = declared(name);
    if (value === undefined || value === "") continue;
    options[parameter] = typeof value === "object" ? awsShape(value as Props, logNames) : value;
  }
  for (const [name, parameter] of Object.entries(lists)) {
    const value = declared(name);
    if (isList(value)) options[parameter] = value.map((item) => ({ Value: item }));
  }
  return options;
}

/** One tunnel's settings as AWS has them, in the names of `aws.ec2.VpnConnection`. */
export function tunnelProps(option: TunnelOption, tunnel: Tunnel): Props {
  const shape = option as Shape;
  const answered = (parameter: string): unknown => shape[answerNames[parameter] ?? parameter];
  const props: Record<string, Value | undefined> = {};
  for (const [name, parameter] of Object.entries(settings)) {
    const value = answered(parameter);
    if (value === undefined) continue;
    props[tunnel + name] =
      typeof value === "object" && value !== null ? pulumiShape(value, logNames) : (value as Value);
  }
  for (const [name, parameter] of Object.entries(lists)) {
    const value = answered(parameter) as readonly { Value?: Value }[] | undefined;
    if (value !== undefined && value.length > 0)
      props[tunnel + name] = value.flatMap((item) => item.Value ?? []);
  }
  return props;
}

/** What the customer gateway's configuration says of one tunnel. */
export interface TunnelConfiguration {
  readonly outsideAddress: string;
  readonly customerInsideAddress: string;
  readonly gatewayInsideAddress: string;
  readonly bgpAsn: string;
  readonly bgpHoldSeconds: number;
  readonly presharedKey: string;
}

function between(xml: string, ...path: readonly string[]): string {
  let part = xml;
  for (const name of path) part = new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(part)?.[1] ?? "";
  return part.trim();
}

/**
 * The two tunnels of a `CustomerGatewayConfiguration`, in the order in which the real provider numbers them: the one
 * that has the pre-shared key or the inside address declared for tunnel 1 is the first, else the lower outside address.
 */
export function tunnelConfigurations(xml: string, declared: Props): TunnelConfiguration[] {
  const found = [...xml.matchAll(/<ipsec_tunnel>([\s\S]*?)<\/ipsec_tunnel>/g)].map(([, tunnel = ""]) => ({
    outsideAddress: between(tunnel, "vpn_gateway", "tunnel_outside_address", "ip_address"),
    customerInsideAddress: between(tunnel, "customer_gateway", "tunnel_inside_address", "ip_address"),
    gatewayInsideAddress: between(tunnel, "vpn_gateway", "tunnel_inside_address", "ip_address"),
    bgpAsn: between(tunnel, "vpn_gateway", "bgp", "asn"),
    bgpHoldSeconds: Number(between(tunnel, "vpn_gateway", "bgp", "hold_time")),
    presharedKey: between(tunnel, "ike", "pre_shared_key"),
  }));
  const key = text(declared, "tunnel1PresharedKey");
  const insideNetwork = text(declared, "tunnel1InsideCidr")?.replace(/\d+\/30$/, "");
  const isFirst = (tunnel: TunnelConfiguration): boolean =>
    key !== undefined
      ? tunnel.presharedKey === key
      : insideNetwork !== undefined && tunnel.gatewayInsideAddress.startsWith(insideNetwork);
  return found.sort(
    (a, b) =>
      Number(isFirst(b)) - Number(isFirst(a)) ||
      (a.outsideAddress < b.outsideAddress ? -1 : a.outsideAddress > b.outsideAddress ? 1 : 0),
  );
}
