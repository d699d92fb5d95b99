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

/** Every way to write each escape of `policy/escapePaths.ts` that is known, and benign twins, in the order of the rows. */
export const allEscapes: readonly EscapeCase[] = [
  ...[gateways, addresses, routes, tables, addressing, links, networks, endpoints, publishing].flat(),
];
