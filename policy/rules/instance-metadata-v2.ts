import { controls } from "../controls";
import { expect } from "../expect";
import { type Fact } from "../facts/fact";
import { type Props } from "../facts/props";
import { switchTypes } from "../facts/regionSwitches";
import { type ResourceFacts } from "../facts/resource";
import { missingSwitch, type RegionSwitch } from "../regionSwitch";
import { type Finding, ofTypes, refused, type Rule, undetermined } from "../rule";

const property = "metadataOptions";
const fix = 'Set metadataOptions to { httpTokens: "required", httpPutResponseHopLimit: 1 }.';
const reason = "A build that can be made to send a request could otherwise read the machine's credentials.";

const defaults: RegionSwitch = {
  type: switchTypes.metadata,
  property: "httpTokens",
  read: (props) => props.text("httpTokens"),
  guards: "required",
  absentIs: "refused",
};

/** Of a machine's options, or of the region's defaults. */
function checkTokens(resource: ResourceFacts, path: string, options: Props): readonly Finding[] {
  return expect({
    ...{ resource, property: `${path}httpTokens`, fact: options.text("httpTokens"), reason, fix },
    accepts: (tokens) => tokens === "required",
    absentIs: "refused",
  });
}

function checkHops(resource: ResourceFacts, path: string, fact: Fact<number>): readonly Finding[] {
  return expect({
    ...{ resource, property: `${path}httpPutResponseHopLimit`, fact, reason, fix },
    accepts: (hops) => hops === 1,
    absentIs: "refused",
  });
}

function checkMachine(resource: ResourceFacts): readonly Finding[] {
  const options = resource.props.object(property);
  if (options.state === "unknown") return [undetermined([resource, property], options, reason, fix)];
  if (options.state === "absent") return [refused([resource, property], "not set", reason, fix)];
  const hops = options.value.number("httpPutResponseHopLimit");
  return [
    ...checkTokens(resource, `${property}.`, options.value),
    ...checkHops(resource, `${property}.`, hops),
  ];
}

function checkDefaults(resource: ResourceFacts): readonly Finding[] {
  const hops = resource.props.number("httpPutResponseHopLimit");
  // -1 is "no preference", as nothing is; then each machine says its own, which is judged.
  const isSaid = hops.state !== "absent" && !(hops.state === "known" && hops.value === -1);
  return [...checkTokens(resource, "", resource.props), ...(isSaid ? checkHops(resource, "", hops) : [])];
}

export const instanceMetadataV2: Rule = {
  id: "instance-metadata-v2",
  title: "Machines answer metadata requests with a session token only (IMDSv2), one hop away.",
  control: controls.machineIdentity,
  severity: "high",
  frameworks: { nist: ["AC-6", "IA-5"], cis: ["5.7"], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html",
  cause:
    "A launch template, an instance or the region's default that does not require tokens, or whose answers travel more than one " +
    "hop; the owner of the region's switches leaves the default out.",
  fix,
  judges: ofTypes(
    "aws:ec2/launchTemplate:LaunchTemplate",
    "aws:ec2/instance:Instance",
    ...Object.values(switchTypes),
  ),
  check(resource) {
    if (resource.type === switchTypes.metadata) return checkDefaults(resource);
    return Object.values<string>(switchTypes).includes(resource.type) ? [] : checkMachine(resource);
  },
  relate: (stack) => missingSwitch(defaults, stack),
};
