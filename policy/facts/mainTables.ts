import { referencesOf } from "./references";
import { type ResourceFacts, type StackFacts } from "./resource";
import { routesOf, routeType } from "./routes";

const vpcType = "aws:ec2/vpc:Vpc";
const subnetType = "aws:ec2/subnet:Subnet";
const tableType = "aws:ec2/routeTable:RouteTable";
const mainType = "aws:ec2/defaultRouteTable:DefaultRouteTable";
const associationType = "aws:ec2/routeTableAssociation:RouteTableAssociation";

/** Where a VPC tells the id of its main table. */
const mainIds = ["mainRouteTableId", "defaultRouteTableId"] as const;

/** Whose a route table is. */
export type TableOwner =
  | { readonly kind: "own"; readonly table: ResourceFacts }
  /** The main table of a VPC: by its own resource, or by the VPC that tells its id. */
  | { readonly kind: "main"; readonly vpc: ResourceFacts | undefined }
  | { readonly kind: "outside"; readonly id: string }
  | { readonly kind: "unknown"; readonly why: string };

/** The table that a property names. @returns undefined if it is absent */
export function tableNamed(
  stack: StackFacts,
  owner: ResourceFacts,
  property: string,
): TableOwner | undefined {
  const fact = owner.props.text(property);
  if (fact.state === "absent") return undefined;
  const vpc = fact.state === "known" ? vpcsByTable(stack).get(fact.value) : undefined;
  if (vpc !== undefined) return { kind: "main", vpc };
  const named = referencesOf(stack).of(owner, property, fact, [tableType, mainType, vpcType]);
  if (named === undefined || named.kind === "outside") return named;
  if (named.kind !== "resource") return { kind: "unknown", why: named.why };
  const { resource } = named;
  if (resource.type === tableType) return { kind: "own", table: resource };
  return { kind: "main", vpc: resource.type === vpcType ? resource : vpcOf(stack, resource) };
}

/** The VPC of a main table's resource; undefined: it is not of this stack. */
function vpcOf(stack: StackFacts, main: ResourceFacts): ResourceFacts | undefined {
  const id = main.props.text("defaultRouteTableId");
  const byId = id.state === "known" ? vpcsByTable(stack).get(id.value) : undefined;
  if (byId !== undefined) return byId;
  const named = referencesOf(stack).of(main, "defaultRouteTableId", id, [vpcType]);
  return named?.kind === "resource" ? named.resource : undefined;
}

/** Routes of main tables: inline ones, and those of their own that name such a table. */
export function mainRoutes(
  stack: StackFacts,
): readonly { readonly owner: ResourceFacts; readonly property: string }[] {
  const inline = stack.ofType(mainType).flatMap((owner) =>
    routesOf(owner).map((route) => ({
      owner,
      property: "unknown" in route ? route.path : route.path.replace(/\.$/, ""),
    })),
  );
  const standalone = stack
    .ofType(routeType)
    .filter((owner) => tableNamed(stack, owner, "routeTableId")?.kind === "main")
    .map((owner) => ({ owner, property: "routeTableId" }));
  return [...inline, ...standalone];
}

/** Subnets that no association gives a table: they use the main one. Source: VPC guide, "Subnet route tables". */
function subnetsOnMain(stack: StackFacts): readonly ResourceFacts[] {
  const references = referencesOf(stack);
  const named = new Set(
    stack.ofType(associationType).flatMap((association) => {
      const subnet = references.of(association, "subnetId", association.props.text("subnetId"), [subnetType]);
      return subnet?.kind === "resource" ? [subnet.resource.urn] : [];
    }),
  );
  return stack.ofType(subnetType).filter(({ urn }) => !named.has(urn));
}

/** Subnets on a main table that nobody declares, so that what it holds is not known. */
export function subnetsOnUndeclaredMain(stack: StackFacts): readonly ResourceFacts[] {
  const references = referencesOf(stack);
  const declared = new Set(stack.ofType(mainType).map((main) => vpcOf(stack, main)?.urn));
  return subnetsOnMain(stack).filter((subnet) => {
    const vpc = references.of(subnet, "vpcId", subnet.props.text("vpcId"), [vpcType]);
    return vpc?.kind !== "resource" || !declared.has(vpc.resource.urn);
  });
}

const known = new WeakMap<StackFacts, ReadonlyMap<string, ResourceFacts>>();

/** VPCs by the ids of their main tables: read once a stack, as every route asks. */
function vpcsByTable(stack: StackFacts): ReadonlyMap<string, ResourceFacts> {
  const before = known.get(stack);
  if (before !== undefined) return before;
  const found = new Map(
    stack.ofType(vpcType).flatMap((vpc) =>
      mainIds.flatMap((name): readonly (readonly [string, ResourceFacts])[] => {
        const id = vpc.props.text(name);
        return id.state === "known" ? [[id.value, vpc]] : [];
      }),
    ),
  );
  known.set(stack, found);
  return found;
}
