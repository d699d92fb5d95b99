import { typeCases } from "./typeCases";

export const cases = typeCases(
  { "a network interface": "aws:ec2/networkInterface:NetworkInterface" },
  {
    "an address that nothing has": "aws:ec2/eip:Eip",
    "an address's association": "aws:ec2/eipAssociation:EipAssociation",
    "an address's public name": "aws:ec2/eipDomainName:EipDomainName",
  },
);
