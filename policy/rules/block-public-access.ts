import { controls } from "../controls";
import { denied, deniedName } from "../denied/denied";
import { expect } from "../expect";
import { type StackFacts } from "../facts/resource";
import { type Finding, refused, type Rule } from "../rule";

const id = "block-public-access";
const property = "internetGatewayBlockMode";
const optionsType = "aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions";
const fix = 'Set internetGatewayBlockMode to "block-bidirectional", and exclude nothing.';
const reason =
  "The block stops every internet gateway of the account in this region, whoever attaches one, in both directions.";

/** Switches of the whole region, which one environment of an account sets together. */
const guardTypes = [
  "aws:ec2/serialConsoleAccess:SerialConsoleAccess",
  "aws:ebs/encryptionByDefault:EncryptionByDefault",
  "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess",
  "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess",
  "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults",
];

/**
 * An environment that relies on a guard that another one owns declares no switch of the region, and asserts them before anything is made
 * (`overflow:regionGuard`): absence is a fault only where others of these switches are declared.
 */
function relate(stack: StackFacts): readonly Finding[] {
  const [guard] = guardTypes.flatMap((type) => stack.ofType(type));
  if (guard === undefined || stack.ofType(optionsType).length > 0) return [];
  const found = "switches of the region are declared, and the block on public access is not";
  return [refused([guard], found, reason, "Declare aws.ec2.VpcBlockPublicAccessOptions beside it.")];
}

export const blockPublicAccess: Rule = {
  id,
  title:
    "Where the region's guard is declared, public access is blocked in both directions, without exclusion.",
  control: controls.noInternet,
  severity: "critical",
  frameworks: { nist: ["SC-7(28)", "SC-7(5)", "SC-7"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html",
  cause:
    "Block public access that is off or for one direction; an exclusion of a VPC or subnet; a region's guard without it.",
  fix,
  judges: (type) => type === optionsType || guardTypes.includes(type) || deniedName(id, type) !== undefined,
  check(resource) {
    if (guardTypes.includes(resource.type)) return [];
    if (resource.type !== optionsType) return denied(id, resource, reason, fix);
    return expect({
      ...{ resource, property, fact: resource.props.text(property), reason, fix },
      accepts: (mode) => mode === "block-bidirectional",
      absentIs: "refused",
    });
  },
  relate,
};
