import { type NamedTypes } from "../types";

/** Gateways, routes and addresses that must not exist, by rule. */
export const gatewayTypes: Readonly<Record<string, NamedTypes>> = {};
