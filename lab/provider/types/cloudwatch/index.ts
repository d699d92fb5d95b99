import { type ResourceType } from "../../resourceType";
import { logGroup } from "./logGroup";

export const types: readonly ResourceType[] = [logGroup];
