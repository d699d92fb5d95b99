import { type ResourceFacts } from "../../../facts/resource";
import { missingOf } from "../missing";
import { anything, type Build, nodeIds, reasonOf, type VpcPart } from "../parts";
import { routeSteps } from "./routes";
import { tablesOfGateway } from "./routeTables";

/**
 * Where a packet goes that a gateway lets into a VPC: to the VPC's subnets, or by the gateway's own table.
 * Source: VPC guide, "Gateway route tables".
 * @param id of the node to make, if the gateway has a table
 */
export function behindGateway(build: Build, gateway: ResourceFacts, vpc: VpcPart, id: string): string {
  const tables = tablesOfGateway(build, gateway);
  if (tables.length === 0) return nodeIds.vpcLocal(vpc.key);
  if (build.draft.has(id)) return id;
  const { name, urn } = gateway;
  build.draft.node({
    id,
    name: `route table of ${name}`,
    urn,
    otherwise: `no route of the gateway's table takes it`,
  });
  for (const { table, why } of tables) {
    const steps = routeSteps(build, vpc, undefined, table);
    if (why === undefined) build.draft.steps(id, ...steps);
    else {
      const missing = missingOf(gateway, "routeTableId", why);
      build.draft.steps(
        id,
        ...steps.map((step) => ({ ...step, take: "perhaps" as const, by: { ...step.by, missing } })),
      );
    }
  }
  if (tables.some(({ why }) => why !== undefined))
    build.draft.steps(id, {
      ...{ match: anything, to: nodeIds.vpcLocal(vpc.key), take: "perhaps" },
      by: reasonOf(gateway, "the gateway may have no table", {
        missing: missingOf(gateway, undefined, "may have no route table"),
      }),
    });
  return id;
}
