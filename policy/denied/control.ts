import { type NamedTypes } from "../types";

/** What shares, names or could open the network later and must not exist, by rule. */
export const controlTypes: Readonly<Record<string, NamedTypes>> = {};
