import { typeCases } from "./typeCases";

export const cases = typeCases(
  { "an endpoint to a service": "aws:ec2/vpcEndpoint:VpcEndpoint" },
  {
    "an endpoint service": "aws:ec2/vpcEndpointService:VpcEndpointService",
    "a principal that may use one":
      "aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple",
    "the acceptance of an endpoint": "aws:ec2/vpcEndpointConnectionAccepter:VpcEndpointConnectionAccepter",
    "a service's private name":
      "aws:vpc/endpointServicePrivateDnsVerification:EndpointServicePrivateDnsVerification",
  },
);
