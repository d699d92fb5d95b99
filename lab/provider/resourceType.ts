import { type Aws } from "./aws";
import { type Props } from "./values";

/** How one resource type of @pulumi/aws is served. Property names are Pulumi's. */
export interface ResourceType {
  /** For example `aws:ec2/vpc:Vpc`. */
  readonly token: string;
  /** Global services (IAM) have no `region` property. @default "region" */
  readonly scope?: "region" | "global";
  readonly required?: readonly string[];
  /** Inputs that the real provider fills in when they are absent. */
  readonly defaults?: Props;
  readonly autoname?: Autoname;
  /** Inputs that are JSON documents: the program may give an object, AWS gets text. */
  readonly documents?: readonly string[];
  /** Inputs that AWS cannot change in place: a change makes a replacement. `"*"`: every input. */
  readonly replaceOn: readonly string[] | ((inputs: Props, olds: Props) => readonly string[]);
  /** Properties that are outputs only. */
  readonly outputs: readonly string[];
  /** Inputs that AWS chooses when they are absent: unknown at preview. */
  readonly chosenByAws?: readonly string[];
  /** Properties that are secret whatever the inputs are. */
  readonly secrets?: readonly string[];
  /** Inputs whose order matters; all other lists are sets. */
  readonly ordered?: readonly string[];
  readonly tagging?: Tagging;
  /** Outputs that an update with these changed inputs leaves unknown until it ran. */
  readonly unsettledBy?: (changed: readonly string[]) => readonly string[];
  /** Problems of inputs that are known at preview; unknown values must be let through. */
  readonly check?: (inputs: Props) => readonly CheckFailure[];
  /**
   * Creates, tells `aws.acknowledged` the id where more follows, waits until it is available, and answers the id.
   * `inputs.tagsAll` are the tags to write.
   */
  create(aws: Aws, inputs: Props): Promise<string>;
  /**
   * What AWS has: undefined when the resource is gone. `known` is what was declared or recorded (empty on import).
   * A property that is absent from the answer stays as declared; null says that AWS has none.
   */
  read(aws: Aws, id: string, known: Props): Promise<Props | undefined>;
  /** Changes in place; tags are changed by {@link Tagging}. Types that replace on every input have none. */
  update?(aws: Aws, id: string, news: Props, olds: Props): Promise<void>;
  /** Deletes and waits until it is gone. That it is gone already is no error: the caller catches AWS's "not found". */
  remove(aws: Aws, id: string, state: Props): Promise<void>;
}

export interface Autoname {
  readonly property: string;
  /** Before the logical name, as in `alias/`. */
  readonly prefix?: string;
  /** Longest name that AWS takes, in characters. @default 255 */
  readonly maxLength?: number;
  /** AWS takes no capital letters. @default false */
  readonly lowercase?: boolean;
}

export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

/** How a service's tags are written. `state` are the recorded properties, where the service wants an ARN. */
export interface Tagging {
  tag(aws: Aws, id: string, tags: Readonly<Record<string, string>>, state: Props): Promise<void>;
  untag(aws: Aws, id: string, keys: readonly string[], state: Props): Promise<void>;
}

/** A function of @pulumi/aws (`aws.getRegion()`); answers its result. */
export type Invoke = (aws: Aws, args: Props) => Promise<Props>;

export function replaceKeys(type: ResourceType, inputs: Props, olds: Props): readonly string[] {
  return typeof type.replaceOn === "function" ? type.replaceOn(inputs, olds) : type.replaceOn;
}
