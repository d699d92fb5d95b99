import { typeCases } from "./typeCases";

export const cases = typeCases(
  { "an instance": "aws:ec2/instance:Instance" },
  {
    "an endpoint": "aws:verifiedaccess/endpoint:Endpoint",
    "a group": "aws:verifiedaccess/group:Group",
    "an instance of it": "aws:verifiedaccess/instance:Instance",
    "a trust provider": "aws:verifiedaccess/trustProvider:TrustProvider",
  },
);
