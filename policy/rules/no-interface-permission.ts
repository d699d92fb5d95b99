import { controls } from "../controls";
import { denied, deniedName } from "../denied/denied";
import { expectUnset } from "../expect";
import { type Rule } from "../rule";

const id = "no-interface-permission";
const fix = "Remove it.";
const reason = "A machine of another account or network would stand in two networks at once.";

/** Interfaces of a machine in a secondary network. Source: EC2 API, RunInstances, SecondaryInterfaces. */
const secondary: Readonly<Record<string, string>> = {
  "aws:ec2/instance:Instance": "secondaryNetworkInterfaces",
  "aws:ec2/launchTemplate:LaunchTemplate": "secondaryInterfaces",
};

export const noInterfacePermission: Rule = {
  id,
  title: "Nobody else attaches the network's interfaces, and none of them belongs to a second network.",
  control: controls.oneLink,
  severity: "critical",
  frameworks: { nist: ["AC-4", "SC-7"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkInterfacePermission.html",
  cause:
    "A network interface permission; a secondary network, or a machine's interface in one; a network of Oracle Database@AWS.",
  fix,
  judges: (type) => Object.hasOwn(secondary, type) || deniedName(id, type) !== undefined,
  check(resource) {
    const property = secondary[resource.type];
    return property === undefined
      ? denied(id, resource, reason, fix)
      : expectUnset(resource, property, resource.props.get(property), reason, fix);
  },
};
