import { resource } from "../stack";
import { type RuleCases } from "./ruleCases";
import { refusedTypes } from "./types";

export const cases: RuleCases = {
  accepts: { "a subnet": { resources: [resource("aws:ec2/subnet:Subnet", "it")] } },
  refuses: refusedTypes({
    "a permission": "aws:ec2/networkInterfacePermission:NetworkInterfacePermission",
    "a secondary network": "aws:ec2/secondaryNetwork:SecondaryNetwork",
    "an Oracle network": "aws:odb/networkPeeringConnection:NetworkPeeringConnection",
  }),
};
