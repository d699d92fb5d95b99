import { controls } from "../controls";
import { refused, type Rule } from "../rule";
import { allowedTypes, componentPrefix, nameIn, opaqueTypes } from "../types";
import { deniedTypes } from "../denied/denied";
import { isOtherProvider } from "./no-opaque-resource";

/** Refused by a rule of their own, which says more. */
const refusedElsewhere = [opaqueTypes, ...Object.values(deniedTypes)];

const fix =
  "Leave it out, or teach the policy what it opens: add the type to policy/types.ts and a rule that judges it.";

/** Closed world: what the policy does not know is refused, never ignored. */
export const knownTypesOnly: Rule = {
  id: "known-types-only",
  title: "Every resource is of a type that the policy knows.",
  control: controls.closedWorld,
  severity: "critical",
  frameworks: { nist: ["CM-7(5)", "SC-7(5)"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/whitepapers/latest/building-a-data-perimeter-on-aws/building-a-data-perimeter-on-aws.html",
  cause: "A resource type that is not on the closed list, or a resource under a component's name.",
  fix,
  judges: () => true,
  check(resource) {
    const { type, provider } = resource;
    if (allowedTypes.has(type)) return [];
    if (type.startsWith(componentPrefix)) {
      if (provider === undefined) return [];
      const reason =
        "A component creates nothing itself; this one is served by a provider, out of the policy's sight.";
      return [refused([resource], `${type} from ${provider}`, reason, fix)];
    }
    if (refusedElsewhere.some((named) => nameIn(named, type) !== undefined) || isOtherProvider(type))
      return [];
    return [refused([resource], type, "The policy does not know what a resource of this type opens.", fix)];
  },
};
