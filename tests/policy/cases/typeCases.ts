import { resource } from "../stack";
import { type RuleCases } from "./ruleCases";

/** Cases of a rule that refuses types as such: each alone, by title; and a type beside them that it leaves to others. */
export function typeCases(
  leaves: Readonly<Record<string, string>>,
  refuses: Readonly<Record<string, string>>,
): RuleCases {
  return {
    accepts: Object.fromEntries(
      Object.entries(leaves).map(([title, type]) => [title, { resources: [resource(type, "other")] }]),
    ),
    refuses: Object.fromEntries(
      Object.entries(refuses).map(([title, type]) => [
        title,
        { resources: [resource(type, "it")], finds: [["refused", "it"]] },
      ]),
    ),
  };
}
