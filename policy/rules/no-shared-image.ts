import { controls } from "../controls";
import { deniedTypes } from "../denied/denied";
import { expect } from "../expect";
import { switchTypes } from "../facts/regionSwitches";
import { type ResourceFacts } from "../facts/resource";
import { judgeSwitch, missingSwitch, type RegionSwitch } from "../regionSwitch";
import { type Finding, refused, type Rule } from "../rule";
import { nameIn } from "../types";

const allowedImages = "aws:ec2/allowedImagesSettings:AllowedImagesSettings";
const fix = "Remove it. Images stay in the account; another account makes its own.";
const reason = "An image holds what was on the machine that it was made from.";
const types = deniedTypes["no-shared-image"] ?? {};

const own: RegionSwitch = {
  type: switchTypes.images,
  property: "state",
  read: (props) => props.text("state"),
  guards: "block-new-sharing",
  absentIs: "refused",
};

/** Which images may be launched: the other direction, somebody else's image in this network. */
function checkAllowed(resource: ResourceFacts): readonly Finding[] {
  return expect({
    ...{ resource, property: "state", fact: resource.props.text("state") },
    accepts: (state) => state === "enabled",
    absentIs: "refused",
    reason: "Whatever image anybody publishes could be launched in the network.",
    fix: 'Set state to "enabled".',
  });
}

export const noSharedImage: Rule = {
  id: "no-shared-image",
  title: "No image is shared, and the region's switch forbids it.",
  control: controls.noInternet,
  severity: "critical",
  frameworks: { nist: ["AC-3", "AC-4"], cis: [], slsa: [] },
  url: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/block-public-access-to-amis.html",
  cause:
    "A launch permission, Image Builder, allowed images that are not enforced; the region's block on public images is off, or " +
    "the owner of the region's switches leaves it out.",
  fix,
  judges: (type) =>
    type === allowedImages ||
    Object.values<string>(switchTypes).includes(type) ||
    nameIn(types, type) !== undefined,
  check(resource) {
    if (resource.type === allowedImages) return checkAllowed(resource);
    const name = nameIn(types, resource.type);
    return name === undefined ? judgeSwitch(own, resource) : [refused([resource], name, reason, fix)];
  },
  relate: (stack) => missingSwitch(own, stack),
};
