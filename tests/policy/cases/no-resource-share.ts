import { resource } from "../stack";
import { type RuleCases } from "./ruleCases";
import { refusedTypes } from "./types";

export const cases: RuleCases = {
  accepts: { "a subnet": { resources: [resource("aws:ec2/subnet:Subnet", "it")] } },
  refuses: refusedTypes({
    "a share": "aws:ram/resourceShare:ResourceShare",
    "a principal of one": "aws:ram/principalAssociation:PrincipalAssociation",
    "somebody else's": "aws:ram/resourceShareAccepter:ResourceShareAccepter",
  }),
};
