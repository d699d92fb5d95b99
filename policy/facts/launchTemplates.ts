import { type Unknown } from "./fact";
import { insides, topOf } from "./insides";
import { type References } from "./references";
import { type ResourceFacts } from "./resource";

export const templateType = "aws:ec2/launchTemplate:LaunchTemplate";
const configurationType = "aws:ec2/launchConfiguration:LaunchConfiguration";

/** Where each type names the template that its VMs are made from: a place inside it, then properties of which one is set. */
const places: Readonly<Record<string, readonly (readonly [place: string, ...names: string[]])[]>> = {
  "aws:ec2/instance:Instance": [["launchTemplate", "id", "name"]],
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest": [["launchTemplate", "id", "name"]],
  "aws:autoscaling/group:Group": [
    ["launchTemplate", "id", "name"],
    [
      "mixedInstancesPolicy.launchTemplate.launchTemplateSpecification",
      "launchTemplateId",
      "launchTemplateName",
    ],
    [
      "mixedInstancesPolicy.launchTemplate.overrides[].launchTemplateSpecification",
      "launchTemplateId",
      "launchTemplateName",
    ],
    ["", "launchConfiguration"],
  ],
  "aws:ec2/fleet:Fleet": [
    ["launchTemplateConfigs[].launchTemplateSpecification", "launchTemplateId", "launchTemplateName"],
  ],
  "aws:ec2/spotFleetRequest:SpotFleetRequest": [
    ["launchTemplateConfigs[].launchTemplateSpecification", "id", "name"],
  ],
};

/** Types that make VMs from templates. */
export const launchingTypes: readonly string[] = Object.keys(places);

/** A template, or launch configuration, that is not of this stack: nothing is known of the VMs that it makes. */
export interface ForeignTemplate {
  readonly property: string;
  /** Its id or name; unknown: it may be any. */
  readonly found: string | Unknown;
}

/** Templates that a resource names and that the stack does not declare. */
export function foreignTemplates(references: References, owner: ResourceFacts): readonly ForeignTemplate[] {
  return (places[owner.type] ?? []).flatMap(([place, ...names]) =>
    insides(owner.props, place).flatMap((inside): readonly ForeignTemplate[] => {
      if ("unknown" in inside) return [{ property: inside.path, found: inside.unknown }];
      return names.flatMap((name): readonly ForeignTemplate[] => {
        const property = `${inside.path}${name}`;
        const fact = inside.props.text(name);
        const named = references.of(owner, topOf(property), fact, [templateType, configurationType]);
        if (named?.kind === "outside") return [{ property, found: named.id }];
        return named?.kind === "unknown" && fact.state === "unknown" ? [{ property, found: fact }] : [];
      });
    }),
  );
}
