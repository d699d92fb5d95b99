import { type Declared, notYetKnownText } from "./stack";

/**
 * The same stack as at a first preview: ids are not known, nor is any value that is one; `sources` tell what they will be
 * the ids of, for a whole property only.
 * @param isHidden which resources do not exist yet
 * @param losesSources which resources' properties come from nowhere that is known
 */
export function masked(
  resources: readonly Declared[],
  isHidden: (resource: Declared) => boolean,
  losesSources: (resource: Declared) => boolean,
): readonly Declared[] {
  /** Ids and the names of their resources; outputs of a VPC that are ids, too. */
  const owners = new Map<string, string>();
  for (const resource of resources) {
    if (!isHidden(resource)) continue;
    owners.set(resource.name, resource.name);
    for (const output of outputs[resource.type.split(":").at(-1)!] ?? []) {
      const value = resource.props[output];
      if (typeof value === "string") owners.set(value, resource.name);
    }
  }
  return resources.map((resource) => {
    const sources: Record<string, string[]> = {};
    const props = Object.fromEntries(
      Object.entries(resource.props).map(([property, value]) => {
        const found = new Set<string>();
        const hidden = hide(value, owners, found);
        if (found.size > 0 && property !== "id" && !losesSources(resource)) sources[property] = [...found];
        return [property, hidden];
      }),
    );
    return { ...resource, props, sources };
  });
}

/** Properties that the provider answers, beside `id`, and that others may be given. */
const outputs: Readonly<Record<string, readonly string[]>> = {
  Vpc: ["defaultSecurityGroupId", "defaultNetworkAclId", "mainRouteTableId", "defaultRouteTableId"],
  TransitGateway: ["associationDefaultRouteTableId", "propagationDefaultRouteTableId"],
  VpnConnection: ["transitGatewayAttachmentId"],
  NatGateway: ["networkInterfaceId"],
  VpcEndpoint: ["prefixListId"],
};

function hide(value: unknown, owners: ReadonlyMap<string, string>, found: Set<string>): unknown {
  if (typeof value === "string") {
    const owner = owners.get(value);
    if (owner === undefined) return value;
    found.add(owner);
    return notYetKnownText;
  }
  if (Array.isArray(value)) return value.map((item) => hide(item, owners, found));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, hide(item, owners, found)]));
}
