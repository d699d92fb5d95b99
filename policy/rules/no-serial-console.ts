import { controls } from "../controls";
import { switchTypes } from "../facts/regionSwitches";
import { judgeSwitch, missingSwitch, type RegionSwitch } from "../regionSwitch";
import { ofTypes, type Rule } from "../rule";

const own: RegionSwitch = {
  type: switchTypes.serialConsole,
  property: "enabled",
  read: (props) => props.flag("enabled"),
  guards: false,
  // The provider opens it where nothing is said. Source: Pulumi registry, aws.ec2.SerialConsoleAccess.
  absentIs: "refused",
};

export const noSerialConsole: Rule = {
  id: "no-serial-console",
  title: "Machines have no serial console.",
  control: controls.noInternet,
  severity: "critical",
  frameworks: { nist: ["AC-17", "SC-7"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configure-access-to-serial-console.html",
  cause:
    "The region's serial console is on, or the owner of the region's switches does not say that it is off.",
  fix: "Declare aws.ec2.SerialConsoleAccess with enabled: false, or leave all switches to whoever owns them.",
  judges: ofTypes(...Object.values(switchTypes)),
  check: (resource) => judgeSwitch(own, resource),
  relate: (stack) => missingSwitch(own, stack),
};
