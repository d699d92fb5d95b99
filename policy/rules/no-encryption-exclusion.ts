import { controls } from "../controls";
import { expect } from "../expect";
import { ofTypes, type Rule } from "../rule";

/** Source: EC2 API, ModifyVpcEncryptionControl. Each is `disable` unless set. */
const exclusions = [
  "egressOnlyInternetGatewayExclusion",
  "elasticFileSystemExclusion",
  "internetGatewayExclusion",
  "lambdaExclusion",
  "natGatewayExclusion",
  "virtualPrivateGatewayExclusion",
  "vpcLatticeExclusion",
  "vpcPeeringExclusion",
];

const fix = 'Leave every exclusion out, or use mode "monitor".';

export const noEncryptionExclusion: Rule = {
  id: "no-encryption-exclusion",
  title: "VPC encryption control, where there is one, excludes nothing.",
  control: controls.noInternet,
  severity: "high",
  frameworks: { nist: ["SC-8(1)", "SC-7(28)"], cis: [], slsa: [] },
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-encryption-controls.html",
  cause: "An exclusion of VPC encryption control for a gateway, a peering, Lattice, Lambda or EFS.",
  fix,
  judges: ofTypes(
    "aws:ec2/vpcEncryptionControl:VpcEncryptionControl",
    // The older name of the same.
    "aws:ec2/encryptionControl:EncryptionControl",
  ),
  check: (resource) =>
    exclusions.flatMap((property) =>
      expect({
        ...{ resource, property, fact: resource.props.text(property), fix },
        accepts: (value) => value === "disable",
        absentIs: "accepted",
        reason: "What is excluded may leave the network unencrypted, by a gateway that should not be there.",
      }),
    ),
};
