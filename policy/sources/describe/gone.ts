/**
 * States of what is listed and is no longer there: what it names may be gone, too. A blackhole's target is gone, or not attached.
 * Source: EC2 API, the states of Route, TransitGatewayAttachment, VpnConnection, NatGateway, VpcPeeringConnection.
 */
const states: ReadonlySet<unknown> = new Set(["blackhole", "deleted", "rejected", "expired", "failed"]);

/** True if an object of an answer says that it is no longer there. */
export function isGone(object: object): boolean {
  const { State: state, Status: status } = object as { readonly State?: unknown; readonly Status?: unknown };
  const code = typeof status === "object" && status !== null && "Code" in status ? status.Code : undefined;
  return states.has(state) || states.has(code);
}
