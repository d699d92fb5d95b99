import { type ResourceFacts } from "../../../facts/resource";
import { candidatesOf } from "../listed";
import { type Places } from "./places";
import { tokens } from "../tokens";

const types: readonly string[] = [tokens.networkInterface];

/** Interfaces of the stack that an instance names as its own: by id, or by where the value comes from. */
export function namedInterfaces(places: Places, instance: ResourceFacts): readonly ResourceFacts[] {
  const { references } = places;
  const { props } = instance;
  const found = new Set<ResourceFacts>();
  const main = props.text("primaryNetworkInterfaceId");
  const ids = [main];
  for (const property of ["primaryNetworkInterface", "networkInterfaces"]) {
    if (props.get(property).state === "absent") continue;
    for (const one of candidatesOf(references, instance, property, types)) found.add(one);
    const one = props.object(property);
    const list = props.objects(property);
    const items = one.state === "known" ? [one] : list.state === "known" ? list.value : [];
    for (const item of items) if (item.state === "known") ids.push(item.value.text("networkInterfaceId"));
  }
  for (const id of ids) {
    const named = id.state === "known" ? references.withId(id.value, types) : undefined;
    if (named !== undefined) found.add(named);
  }
  return [...found];
}
