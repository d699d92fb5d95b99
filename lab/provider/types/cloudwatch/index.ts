import { type ResourceType } from "../../resourceType";
import { compositeAlarm } from "./compositeAlarm";
import { logGroup } from "./logGroup";
import { logResourcePolicy } from "./logResourcePolicy";
import { metricAlarm } from "./metricAlarm";

export const types: readonly ResourceType[] = [compositeAlarm, logGroup, logResourcePolicy, metricAlarm];
