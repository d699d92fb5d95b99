import { controls } from "../controls";
import { expect } from "../expect";
import { type Props } from "../facts/props";
import { type Fact } from "../facts/fact";
import { type Rule } from "../rule";

/** One switch: its property, how it is read, and the value that guards. */
interface Switch {
  readonly property: string;
  readonly read: (props: Props) => Fact<string | boolean>;
  readonly guards: string | boolean;
  /** What AWS's provider makes of a property that is not set. */
  readonly absentIs: "accepted" | "refused";
}

const text = (property: string, guards: string): Switch => ({
  property,
  read: (props) => props.text(property),
  guards,
  absentIs: "refused",
});

const flag = (property: string, guards: boolean, absentIs: Switch["absentIs"]): Switch => ({
  property,
  read: (props) => props.flag(property),
  guards,
  absentIs,
});

/** Source of values and defaults: Pulumi registry, page of each type; the EC2 and EBS guides name what each closes. */
const switches: Readonly<Record<string, Switch>> = {
  "aws:ec2/serialConsoleAccess:SerialConsoleAccess": flag("enabled", false, "refused"),
  "aws:ebs/encryptionByDefault:EncryptionByDefault": flag("enabled", true, "accepted"),
  "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess": text("state", "block-new-sharing"),
  "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess": text("state", "block-all-sharing"),
  "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults": text("httpTokens", "required"),
};

const fix = "Set the value that guards, or leave the switch to whoever owns it.";

export const guardedRegion: Rule = {
  id: "guarded-region",
  title: "Switches of the whole region are set to what guards, or not at all.",
  control: controls.noInternet,
  severity: "critical",
  cause:
    "A serial console, volumes without encryption by default, shared images or snapshots, metadata without session " +
    "tokens by default.",
  fix,
  judges: (type) => Object.hasOwn(switches, type),
  check(resource) {
    const own = switches[resource.type];
    if (own === undefined) return [];
    return expect({
      resource,
      property: own.property,
      fact: own.read(resource.props),
      accepts: (value) => value === own.guards,
      absentIs: own.absentIs,
      reason: "One value holds for every network of the account in this region.",
      fix: `Set ${own.property} to ${JSON.stringify(own.guards)}.`,
    });
  },
};
