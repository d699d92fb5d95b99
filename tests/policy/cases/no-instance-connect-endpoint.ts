import { resource } from "../stack";
import { type RuleCases } from "./ruleCases";
import { refusedTypes } from "./types";

export const cases: RuleCases = {
  accepts: { "an endpoint of a service": { resources: [resource("aws:ec2/vpcEndpoint:VpcEndpoint", "it")] } },
  refuses: refusedTypes({
    "the endpoint": "aws:ec2transitgateway/instanceConnectEndpoint:InstanceConnectEndpoint",
  }),
};
