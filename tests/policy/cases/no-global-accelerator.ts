import { resource } from "../stack";
import { type RuleCases } from "./ruleCases";
import { refusedTypes } from "./types";

export const cases: RuleCases = {
  accepts: { "a private load balancer": { resources: [resource("aws:lb/loadBalancer:LoadBalancer", "it")] } },
  refuses: refusedTypes({
    "an endpoint group": "aws:globalaccelerator/endpointGroup:EndpointGroup",
    "a group of whole subnets": "aws:globalaccelerator/customRoutingEndpointGroup:CustomRoutingEndpointGroup",
  }),
};
