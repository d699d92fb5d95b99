import { type ResourceFacts } from "../../../facts/resource";
import { type Place, type Places } from "./places";
import { tokens } from "../tokens";

/** A launch template that something uses, and the subnets that it names itself. */
export interface TemplateFacts {
  readonly resource: ResourceFacts;
  readonly subnets: readonly Place[];
}

/** The template that a machine is made from. Undefined: none, or not of the stack. */
export function templateOf(places: Places, owner: ResourceFacts): TemplateFacts | undefined {
  const use = owner.props.object("launchTemplate");
  if (use.state !== "known") return undefined;
  for (const name of ["id", "name"]) {
    const found = places.references.of(owner, "launchTemplate", use.value.text(name), [
      tokens.launchTemplate,
    ]);
    if (found?.kind === "resource")
      return { resource: found.resource, subnets: subnetsOfTemplate(places, found.resource) };
  }
  return undefined;
}

/** Subnets that the template's interfaces name. */
export function subnetsOfTemplate(places: Places, template: ResourceFacts): readonly Place[] {
  const list = template.props.objects("networkInterfaces");
  const items = list.state === "known" ? list.value : [];
  const ids = items.flatMap((item) => (item.state === "known" ? [item.value.text("subnetId")] : []));
  const named = ids.filter(({ state }) => state !== "absent");
  if (named.length === 0) return [];
  return places.placesOf(template, "networkInterfaces", { state: "known", value: named });
}
