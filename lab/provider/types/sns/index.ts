import { type ResourceType } from "../../resourceType";
import { topic } from "./topic";
import { topicPolicy } from "./topicPolicy";
import { topicSubscription } from "./topicSubscription";

export const types: readonly ResourceType[] = [topic, topicPolicy, topicSubscription];
