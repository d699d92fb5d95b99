import { type ResourceType } from "../../resourceType";
import { alias } from "./alias";
import { key } from "./key";

export const types: readonly ResourceType[] = [alias, key];
