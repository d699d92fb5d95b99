import { type LifeCase } from "../world";
import { gatewayCases } from "./gateways";
import { identityCases } from "./identity";
import { keepingCases } from "./keeping";
import { networkCases } from "./network";
import { routingCases } from "./routing";
import { securityCases } from "./security";
import { switchCases } from "./switches";
import { templateCases } from "./templates";

/** At least one life for every resource type that the lab serves. */
export const lifeCases: readonly LifeCase[] = [
  ...gatewayCases,
  ...identityCases,
  ...keepingCases,
  ...networkCases,
  ...routingCases,
  ...securityCases,
  ...switchCases,
  ...templateCases,
];
