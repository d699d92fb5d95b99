import { References } from "../../../policy/facts/references";
import { layoutOf } from "../../../policy/network/build/interfaces/layout";
import { type InterfacePart } from "../../../policy/network/build/parts";
import { type TestResource } from "../stack";
import { factsOf, subnet, vpc } from "./joined";

/** A VPC with two subnets. */
export const base: readonly TestResource[] = [
  ...vpc("vpc-a", "10.1"),
  ...subnet("vpc-a", "b", "10.1.1.0/24"),
];

/** Interfaces of a resource, in that VPC. */
export function partsOf(resources: readonly TestResource[], name: string): readonly InterfacePart[] {
  const stack = factsOf([...base, ...resources]);
  const layout = layoutOf(stack, new References(stack));
  return layout.interfaces.filter(({ resource: owner }) => owner.name === name);
}

/** Subnet, addresses, and groups of each interface of a resource. */
export const told = (resources: readonly TestResource[], name: string) =>
  partsOf(resources, name).map(({ subnet: { name: where }, addresses, isExact, groups, isFiltered }) => ({
    where,
    addresses: isExact ? addresses : "some",
    groups: isFiltered ? groups.map((group) => (group.kind === "group" ? group.resource.name : "?")) : "none",
  }));

export const both = { subnetIds: ["vpc-a-a", "vpc-a-b"], securityGroupIds: ["vpc-a-group"] };
/** An interface in each of the subnets, as `told` tells it. */
export const inBoth = ["vpc-a-a", "vpc-a-b"].map((where) => ({
  where,
  addresses: "some",
  groups: ["vpc-a-group"],
}));
