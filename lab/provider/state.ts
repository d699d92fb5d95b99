import { conformAll } from "./equality";
import { changedKeys } from "./diff";
import { isProps, type Props, unknownValue, type Value } from "./values";
import { type ResourceType } from "./resourceType";

/** Properties that the engine must not see as declared inputs. */
const notInputs = ["id", "tagsAll"];

const withoutMarks = (props: Props): Props =>
  Object.fromEntries(Object.entries(props).filter(([key]) => !key.startsWith("__")));

/** All properties of an existing resource: what was declared, what AWS has, and its id. */
export function stateOf(type: ResourceType, id: string, inputs: Props, actual: Props, region: string): Props {
  const declared = conformAll(withoutMarks(inputs), actual, type.ordered ?? []);
  return {
    ...actual,
    ...declared,
    ...(type.scope === "global" ? {} : { region }),
    ...(type.tagging === undefined
      ? {}
      : { tags: inputs.tags, tagsAll: actual.tagsAll ?? inputs.tagsAll ?? {} }),
    id,
  };
}

/** What a preview of a creation shows: inputs as declared, everything that AWS decides as unknown. */
export function previewOfCreate(type: ResourceType, inputs: Props, region: string): Props {
  const unknowns = [...type.outputs, ...(type.chosenByAws ?? []), "id"].map((key): [string, Value] => [
    key,
    unknownValue,
  ]);
  return {
    ...Object.fromEntries<Value>(unknowns),
    ...(type.scope === "global" ? {} : { region }),
    ...(type.tagging === undefined ? {} : { tagsAll: {} }),
    ...withoutMarks(inputs),
  };
}

/** What a preview of an update shows: as recorded, with the new inputs, and unknown what the change will move. */
export function previewOfUpdate(
  type: ResourceType,
  change: { readonly state: Props; readonly oldInputs: Props; readonly news: Props },
): Props {
  const { state, oldInputs, news } = change;
  const dropped = Object.keys(oldInputs).filter((key) => news[key] === undefined);
  const kept = Object.entries(state).filter(([key]) => !dropped.includes(key));
  const unsettled = type.unsettledBy?.(changedKeys(type, oldInputs, news)) ?? [];
  const chosenAgain = dropped.filter((key) => type.chosenByAws?.includes(key));
  return {
    ...Object.fromEntries(kept),
    ...withoutMarks(news),
    ...(type.tagging === undefined ? {} : { tagsAll: news.tagsAll ?? {} }),
    ...Object.fromEntries([...unsettled, ...chosenAgain].map((key) => [key, unknownValue])),
  };
}

/** The inputs that would declare what AWS has now: what a refresh or an import records. */
export function inputsOf(
  type: ResourceType,
  known: Props,
  actual: Props,
  defaultTags: Readonly<Record<string, string>>,
): Props {
  const imported = Object.keys(known).length === 0;
  const declared = imported
    ? Object.fromEntries(Object.entries(actual).filter(([key]) => !type.outputs.includes(key)))
    : conformAll(withoutMarks(known), actual, type.ordered ?? []);
  const inputs = Object.fromEntries(Object.entries(declared).filter(([key]) => !notInputs.includes(key)));
  return type.tagging === undefined ? inputs : { ...inputs, ...tagInputs(known, actual, defaultTags) };
}

function tagInputs(known: Props, actual: Props, defaultTags: Readonly<Record<string, string>>): Props {
  const tagsAll = isProps(actual.tagsAll) ? actual.tagsAll : isProps(known.tagsAll) ? known.tagsAll : {};
  const declared = isProps(known.tags) ? known.tags : {};
  const own = Object.entries(tagsAll).filter(([key, value]) => key in declared || defaultTags[key] !== value);
  const hasOwn = own.length > 0 || known.tags !== undefined;
  return {
    ...(hasOwn ? { tags: Object.fromEntries(own) } : {}),
    ...(Object.keys(tagsAll).length > 0 ? { tagsAll } : {}),
  };
}
