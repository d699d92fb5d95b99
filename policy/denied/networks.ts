import { type NamedTypes } from "../types";

/** Ways to other networks and services that must not exist, by rule. */
export const networkTypes: Readonly<Record<string, NamedTypes>> = {};
