import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { type Aws } from "../../aws";

export const scheduler = (aws: Aws): SchedulerClient => aws.client(SchedulerClient);
