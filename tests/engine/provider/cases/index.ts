import { type LifeCase } from "../world";
import { alarmCases } from "./alarms";
import { balancerCases } from "./balancers";
import { bucketCases } from "./buckets";
import { functionCases } from "./functions";
import { gatewayCases } from "./gateways";
import { identityCases } from "./identity";
import { keepingCases } from "./keeping";
import { nameCases } from "./names";
import { networkCases } from "./network";
import { resolverCases } from "./resolver";
import { routingCases } from "./routing";
import { scalingCases } from "./scaling";
import { scheduleCases } from "./schedules";
import { securityCases } from "./security";
import { switchCases } from "./switches";
import { tableCases } from "./tables";
import { templateCases } from "./templates";

/** At least one life for every resource type that the lab serves. */
export const lifeCases: readonly LifeCase[] = [
  ...alarmCases,
  ...balancerCases,
  ...bucketCases,
  ...functionCases,
  ...gatewayCases,
  ...identityCases,
  ...keepingCases,
  ...nameCases,
  ...networkCases,
  ...resolverCases,
  ...routingCases,
  ...scalingCases,
  ...scheduleCases,
  ...securityCases,
  ...switchCases,
  ...tableCases,
  ...templateCases,
];
