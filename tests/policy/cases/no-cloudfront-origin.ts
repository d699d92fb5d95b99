import { resource } from "../stack";
import { type RuleCases } from "./ruleCases";
import { refusedTypes } from "./types";

export const cases: RuleCases = {
  accepts: { "a private load balancer": { resources: [resource("aws:lb/loadBalancer:LoadBalancer", "it")] } },
  refuses: refusedTypes({
    "a VPC origin": "aws:cloudfront/vpcOrigin:VpcOrigin",
    "a distribution": "aws:cloudfront/distribution:Distribution",
  }),
};
