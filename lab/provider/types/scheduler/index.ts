import { type ResourceType } from "../../resourceType";
import { schedule } from "./schedule";
import { scheduleGroup } from "./scheduleGroup";

export const types: readonly ResourceType[] = [schedule, scheduleGroup];
