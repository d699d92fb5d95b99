import { type LifeCase } from "../world";
import { alarmCases } from "./alarms";
import { balancerCases } from "./balancers";
import { functionCases } from "./functions";
import { gatewayCases } from "./gateways";
import { identityCases } from "./identity";
import { keepingCases } from "./keeping";
import { nameCases } from "./names";
import { networkCases } from "./network";
import { resolverCases } from "./resolver";
import { routingCases } from "./routing";
import { scheduleCases } from "./schedules";
import { securityCases } from "./security";
import { switchCases } from "./switches";
import { tableCases } from "./tables";
import { templateCases } from "./templates";

/** At least one life for every resource type that the lab serves. */
export const lifeCases: readonly LifeCase[] = [
  ...alarmCases,
  ...balancerCases,
  ...functionCases,
  ...gatewayCases,
  ...identityCases,
  ...keepingCases,
  ...nameCases,
  ...networkCases,
  ...resolverCases,
  ...routingCases,
  ...scheduleCases,
  ...securityCases,
  ...switchCases,
  ...tableCases,
  ...templateCases,
];
