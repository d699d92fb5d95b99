import { type ResourceType } from "../../resourceType";
import { group } from "./group";
import { policy } from "./policy";

export const types: readonly ResourceType[] = [group, policy];
