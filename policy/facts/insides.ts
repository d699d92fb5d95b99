import { type Unknown } from "./fact";
import { type Props } from "./props";

/** An object somewhere inside a resource's properties, or what is not known on the way to it. */
export type Inside =
  /** `path` stands before a property's name, e.g. `launchTemplateConfigs[0].overrides[1].`; empty: the resource itself. */
  { readonly path: string; readonly props: Props } | { readonly path: string; readonly unknown: Unknown };

/**
 * Every object at a place inside `props`. What is absent on the way makes none; what is unknown is told where it is.
 * @param place names with dots between them, `[]` after a list: `launchTemplateConfigs[].overrides[]`; empty: `props` itself
 */
export function insides(props: Props, place: string): readonly Inside[] {
  const names = place === "" ? [] : place.split(".");
  return names.reduce<readonly Inside[]>(
    (found, name) => found.flatMap((inside) => ("unknown" in inside ? [inside] : below(inside, name))),
    [{ path: "", props }],
  );
}

function below({ path, props }: { path: string; props: Props }, name: string): readonly Inside[] {
  const key = name.replace("[]", "");
  const here = `${path}${key}`;
  if (key === name) {
    const object = props.object(key);
    if (object.state === "absent") return [];
    return object.state === "unknown"
      ? [{ path: here, unknown: object }]
      : [{ path: `${here}.`, props: object.value }];
  }
  const list = props.objects(key);
  if (list.state === "absent") return [];
  if (list.state === "unknown") return [{ path: here, unknown: list }];
  return list.value.flatMap((item, index): readonly Inside[] => {
    const at = `${here}[${index}]`;
    if (item.state === "absent") return [];
    return item.state === "unknown" ? [{ path: at, unknown: item }] : [{ path: `${at}.`, props: item.value }];
  });
}

/** The top-level property of a path, whose sources tell what unknown values in it will be. */
export function topOf(path: string): string {
  return path.split(/[.[]/, 1)[0] ?? path;
}
