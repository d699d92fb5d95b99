import { type References } from "../../facts/references";
import { type ResourceFacts, type StackFacts } from "../../facts/resource";
import { tokens } from "./tokens";

/** A VPC's own objects, which AWS makes with it: what the VPC calls their ids. */
export type OwnObject =
  "defaultSecurityGroupId" | "defaultNetworkAclId" | "defaultRouteTableId" | "mainRouteTableId";

/** Finds VPCs by what belongs to them. */
export class Defaults {
  private readonly vpcByOwnId = new Map<string, ResourceFacts>();

  constructor(
    private readonly references: References,
    stack: StackFacts,
  ) {
    const names = [
      "defaultSecurityGroupId",
      "defaultNetworkAclId",
      "defaultRouteTableId",
      "mainRouteTableId",
    ];
    for (const vpc of tokens.vpcs.flatMap((type) => stack.ofType(type))) {
      for (const name of names) {
        const id = vpc.props.text(name);
        if (id.state === "known") this.vpcByOwnId.set(id.value, vpc);
      }
    }
  }

  /** The VPC one of whose own objects has this id. */
  vpcOfOwn(id: string): ResourceFacts | undefined {
    return this.vpcByOwnId.get(id);
  }

  /** The VPC that a resource is in, by its `vpcId`, or by the property that names the VPC's own object. */
  vpcOf(resource: ResourceFacts, ownObject?: OwnObject): ResourceFacts | undefined {
    const named = this.references.of(resource, "vpcId", resource.props.text("vpcId"), tokens.vpcs);
    if (named?.kind === "resource") return named.resource;
    if (ownObject === undefined) return undefined;
    const id = resource.props.text(ownObject);
    if (id.state === "known") return this.vpcByOwnId.get(id.value) ?? this.onlySource(resource, ownObject);
    return this.onlySource(resource, ownObject);
  }

  private onlySource(resource: ResourceFacts, property: string): ResourceFacts | undefined {
    const [only, ...others] = resource
      .sources(property)
      .filter(({ type }) => (tokens.vpcs as readonly string[]).includes(type));
    return only === undefined || others.length > 0 ? undefined : this.references.ofUrn(only.urn);
  }
}
