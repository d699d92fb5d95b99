import { type ResourceType } from "../../resourceType";
import { secret } from "./secret";
import { secretVersion } from "./secretVersion";

export const types: readonly ResourceType[] = [secret, secretVersion];
