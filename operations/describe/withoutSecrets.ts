import { isJson } from "../../policy/sources/json";

/**
 * Members of AWS's answers that hold secrets or may: keys of VPN tunnels and of BGP, what instances are given at their start, what functions
 * are given in their environment. Sources: EC2 API (VpnConnection, TunnelOption, ResponseLaunchTemplateData), Lambda API
 * (FunctionConfiguration), Direct Connect API (BGPPeer, VirtualInterface).
 */
const secretMembers: ReadonlySet<string> = new Set([
  ...["CustomerGatewayConfiguration", "PreSharedKey", "PresharedKey", "UserData", "Environment", "authKey"],
  ...["customerRouterConfig", "PasswordData", "KeyMaterial", "SecretAccessKey"],
]);

/** An answer without the members that hold secrets, and without what the SDK adds. Dates become texts, as the AWS CLI writes them. */
export function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (value instanceof Date) return value.toISOString();
  if (!isJson(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => key !== "$metadata" && inner !== undefined && !secretMembers.has(key))
      .map(([key, inner]) => [key, withoutSecrets(inner)]),
  );
}
