import { type ResourceType } from "../../resourceType";
import { listener } from "./listener";
import { loadBalancer } from "./loadBalancer";
import { targetGroup } from "./targetGroup";

export const types: readonly ResourceType[] = [listener, loadBalancer, targetGroup];
