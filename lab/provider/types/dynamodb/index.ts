import { type ResourceType } from "../../resourceType";
import { table } from "./table";
import { tableItem } from "./tableItem";

export const types: readonly ResourceType[] = [table, tableItem];
