import { type EscapeCase } from "./escapeCases";
import { addresses } from "./rows01to31/addresses";
import { addressing } from "./rows01to31/addressing";
import { endpoints } from "./rows01to31/endpoints";
import { gateways } from "./rows01to31/gateways";
import { links } from "./rows01to31/links";
import { networks } from "./rows01to31/networks";
import { publishing } from "./rows01to31/publishing";
import { routes } from "./rows01to31/routes";
import { tables } from "./rows01to31/tables";
import { computeAndData } from "./rows32to63/compute";
import { destinations } from "./rows32to63/destinations";
import { names } from "./rows32to63/dns";
import { escalations } from "./rows32to63/escalation";
import { groupsAndLists } from "./rows32to63/groups";
import { resourcePolicies } from "./rows32to63/policies";
import { publishingServices } from "./rows32to63/publishing";
import { openingRights } from "./rows32to63/rights";
import { sharing } from "./rows32to63/sharing";
import { outOfSight } from "./rows32to63/world";

/** Every way to write each escape of `policy/review/escapePaths.ts` that is known, and benign twins, in the order of the rows. */
export const allEscapes: readonly EscapeCase[] = [
  ...[gateways, addresses, routes, tables, addressing, links, networks, endpoints, publishing].flat(),
  ...[publishingServices, computeAndData, names, groupsAndLists, openingRights, escalations].flat(),
  ...[sharing, resourcePolicies, destinations, outOfSight].flat(),
];
