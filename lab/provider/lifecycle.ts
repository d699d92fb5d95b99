import { type Aws } from "./aws";
import { changedKeys } from "./diff";
import { text, textMap } from "./properties";
import { type ResourceType } from "./resourceType";
import { inputsOf, stateOf } from "./state";
import { type Props } from "./values";
import { ifExists, whileInUse } from "./wait";

/** How long a deletion repeats while AWS says that something still uses the resource, in seconds. */
const inUseSeconds = 120;

export interface Resource {
  readonly id: string;
  readonly state: Props;
}

/** A resource that exists, although its creation did not come to its end. */
export class IncompleteCreation extends Error {
  readonly resource: Resource;

  constructor(resource: Resource, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = cause instanceof Error ? cause.name : "Error";
    this.resource = resource;
  }

  /** The same failure with another form of the state. */
  with(form: (state: Props) => Props): IncompleteCreation {
    const { id, state } = this.resource;
    return new IncompleteCreation({ id, state: form(state) }, this.cause);
  }
}

/** @throws {@link IncompleteCreation} when AWS made the resource, but what follows failed or was cancelled. */
export async function create(aws: Aws, type: ResourceType, inputs: Props): Promise<Resource> {
  try {
    const id = await type.create(aws, inputs);
    return { id, state: await recorded(aws, type, { id, inputs, known: inputs }) };
  } catch (error) {
    const id = aws.createdId;
    if (id === undefined) throw error;
    throw new IncompleteCreation({ id, state: stateOf(type, id, inputs, {}, aws.region) }, error);
  }
}

interface Written {
  readonly id: string;
  readonly inputs: Props;
  /** Inputs, and before an update what was recorded. */
  readonly known: Props;
}

/** The state of a resource that was just written. */
async function recorded(aws: Aws, type: ResourceType, written: Written): Promise<Props> {
  const { id, inputs, known } = written;
  const actual = await ifExists(() => type.read(aws, id, known));
  if (actual === undefined)
    throw new Error(`AWS does not know ${id} (${type.token}), which it just acknowledged.`);
  return stateOf(type, id, inputs, actual, aws.region);
}

/** Undefined when AWS does not have it any more. */
export async function read(
  aws: Aws,
  type: ResourceType,
  id: string,
  known: { readonly inputs: Props; readonly state: Props },
): Promise<(Resource & { readonly inputs: Props }) | undefined> {
  const actual = await ifExists(() => type.read(aws, id, { ...known.state, ...known.inputs }));
  if (actual === undefined) return undefined;
  const inputs = inputsOf(type, known.inputs, actual, aws.settings.defaultTags);
  return { id, inputs, state: stateOf(type, id, inputs, actual, aws.region) };
}

export interface Change {
  readonly id: string;
  readonly state: Props;
  readonly oldInputs: Props;
  readonly news: Props;
}

export async function update(aws: Aws, type: ResourceType, change: Change): Promise<Props> {
  const { id, state, oldInputs, news } = change;
  await retag(aws, type, change);
  const retagged = type.tagging === undefined ? [] : ["tags", "tagsAll"];
  const changed = changedKeys(type, oldInputs, news).filter((key) => !retagged.includes(key));
  if (changed.length > 0) await type.update?.(aws, id, news, { ...state, ...oldInputs });
  return recorded(aws, type, { id, inputs: news, known: { ...state, ...news } });
}

async function retag(aws: Aws, type: ResourceType, { id, state, news }: Change): Promise<void> {
  if (type.tagging === undefined) return;
  const before = textMap(state, "tagsAll");
  const after = textMap(news, "tagsAll");
  const gone = Object.keys(before).filter((key) => !(key in after));
  const written = Object.entries(after).filter(([key, value]) => before[key] !== value);
  if (gone.length > 0) await type.tagging.untag(aws, id, gone, state);
  if (written.length > 0) await type.tagging.tag(aws, id, Object.fromEntries(written), state);
}

export async function remove(aws: Aws, type: ResourceType, id: string, state: Props): Promise<void> {
  const name = text(state, "arn") ?? id;
  await whileInUse(aws, `${name} to be free`, inUseSeconds, async () => {
    await ifExists(() => type.remove(aws, id, state));
  });
}
