import { type Step } from "../../network";
import { aclNode } from "../filters/acls";
import { placesOf } from "../interfaces/layout";
import { missingOf } from "../missing";
import { anything, type Build, nodeIds, reasonOf, type SubnetPart } from "../parts";
import { routeSteps } from "./routes";
import { tablesOfSubnet } from "./routeTables";

/** Makes the nodes of VPCs and subnets, with their lists; their routes come later (`addRoutes`). */
export function addSubnetNodes(build: Build): void {
  const { draft, layout } = build;
  for (const { key, name, urn } of layout.vpcs) {
    draft.node({
      id: nodeIds.vpcLocal(key),
      name,
      urn,
      otherwise: `no subnet of ${name} has the destination`,
    });
  }
  for (const subnet of layout.subnets) {
    const { key, name, urn } = subnet;
    draft.node({ id: nodeIds.subnetOut(key), name, urn });
    draft.node({
      id: nodeIds.subnetRoutes(key),
      name: tableName(build, subnet),
      urn: tableUrn(build, subnet),
      otherwise: "no route takes it",
    });
    draft.node({
      id: nodeIds.subnetDeliver(key),
      name,
      urn,
      otherwise: `no interface in ${name} has the destination`,
    });
  }
  for (const subnet of layout.subnets) {
    const { key } = subnet;
    aclNode(build, subnet, "out", nodeIds.subnetAclOut(key), nodeIds.subnetRoutes(key));
    aclNode(build, subnet, "in", nodeIds.subnetAclIn(key), nodeIds.subnetDeliver(key));
    connect(build, subnet);
  }
}

/** Traffic inside one subnet meets neither lists nor routes; what comes by local routing meets the list. */
function connect(build: Build, subnet: SubnetPart): void {
  const { key, blocks, unsure, resource, name, vpc } = subnet;
  const inside = reasonOf(resource, `destination in ${name} itself: no list, no routes`);
  const enters = reasonOf(resource, `destination in ${name}`);
  const steps = (to: string, by: Step["by"]): Step[] => [
    ...(blocks.length > 0 ? [{ match: { destination: blocks }, to, take: "always", by } as const] : []),
    ...unsure.map(({ blocks: some, missing }): Step => {
      return { match: { destination: some }, to, take: "some", by: { ...by, missing } };
    }),
  ];
  const leaves = reasonOf(resource, `leaves ${name}`);
  build.draft.steps(nodeIds.subnetOut(key), ...steps(nodeIds.subnetDeliver(key), inside), {
    match: anything,
    to: nodeIds.subnetAclOut(key),
    take: "always",
    by: leaves,
  });
  build.draft.steps(nodeIds.vpcLocal(vpc.key), ...steps(nodeIds.subnetAclIn(key), enters));
}

const tableName = (build: Build, subnet: SubnetPart): string => {
  const [used] = tablesOfSubnet(build, subnet);
  const table = used?.table;
  if (table === undefined) return `route table of ${subnet.name}`;
  return table.urn === subnet.vpc.urn ? `main route table of ${subnet.vpc.name}` : table.name;
};

const tableUrn = (build: Build, subnet: SubnetPart): string =>
  tablesOfSubnet(build, subnet)[0]?.table?.urn ?? subnet.urn;

/** Adds the routes of every subnet. All that they may lead to is there. */
export function addRoutes(build: Build): void {
  for (const subnet of placesOf(build.layout).subnets) {
    const id = nodeIds.subnetRoutes(subnet.key);
    const used = tablesOfSubnet(build, subnet);
    const [only] = used;
    if (used.length === 1 && only !== undefined) {
      build.draft.steps(id, ...routeSteps(build, subnet.vpc, subnet, only.table));
      continue;
    }
    // One of several tables: each is a way on its own, not known which.
    used.forEach(({ table, why = "is not known" }, index) => {
      const { name, urn } = table ?? subnet.resource;
      const own = `${id}/${index + 1}`;
      build.draft.node({ id: own, name, urn, otherwise: "no route takes it" });
      build.draft.steps(own, ...routeSteps(build, subnet.vpc, subnet, table));
      const missing = missingOf(subnet.resource, "routeTableId", why);
      const by = reasonOf(table ?? subnet.resource, "one of the tables that the subnet may use", { missing });
      build.draft.steps(id, { match: anything, to: own, take: "perhaps", by });
    });
  }
}
