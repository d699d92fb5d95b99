/** AWS's services, by the names of the AWS CLI. */
export type Service =
  | "ec2"
  | "elbv2"
  | "elb"
  | "autoscaling"
  | "lambda"
  | "iam"
  | "s3api"
  | "route53"
  | "route53resolver"
  | "directconnect"
  | "ram"
  | "logs";

/**
 * What an answer is needed for. `reach`: what packets can do may depend on it, whatever else is there. `proof`: packets need it only if
 * something of its kind is named by another answer (`named`), and then only to be sure that there is no way; a whole proof, with its rules, needs
 * it always. `named`: nobody needs it unless it
 * is named, for what it tells cannot be without that. `never`: it is read where it is there.
 */
export type Need = "reach" | "proof" | "named" | "never";

/** One call of the AWS CLI whose answer a folder holds. */
export interface Call {
  readonly service: Service;
  /** Its sub-command: `describe-vpcs`. */
  readonly operation: string;
  /** The list of the answer; undefined: the answer is one object. */
  readonly list?: string;
  /** Other lists that a whole answer has, be they empty. */
  readonly also?: readonly string[];
  readonly need: Need;
  /** Prefixes of ids: with `proof` and `named`, packets need it where another answer names one. */
  readonly named?: readonly string[];
  /** What it lists lets a zone in, though nothing else that is listed need name it: a gateway is a way in without any route to it. */
  readonly opensTo?: "internet" | "link";
  /** Parameters that it is always called with, as the API spells them. */
  readonly input?: Readonly<Record<string, unknown>>;
  /** Called once for each resource of another call's list. */
  readonly per?: PerResource;
  /** One answer for all Regions. */
  readonly isGlobal?: true;
  /** Calls of which one is enough. */
  readonly insteadOf?: readonly string[];
  /** An error by which AWS says "there is none". */
  readonly noneIs?: readonly string[];
}

export interface PerResource {
  /** File name of the call that lists the resources. */
  readonly of: string;
  /** Its member that is the id. */
  readonly id: string;
  /** The parameter that takes it, as the API spells it. */
  readonly parameter: string;
  /** True: the parameter takes a list. */
  readonly isList?: true;
  /** Only for resources with these values of members. */
  readonly only?: Readonly<Record<string, readonly unknown[]>>;
}

/** The name of a call's file, without `.json`: with its service's prefix, but for EC2's. */
export function stemOf({ service, operation }: Call): string {
  return service === "ec2" ? operation : `${service}-${operation}`;
}

const dashed = (name: string) => name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "-").toLowerCase();

function optionText([name, value]: readonly [string, unknown]): string {
  if (value === true) return `--${dashed(name)}`;
  const parts = Array.isArray(value) ? value : [value];
  const text = parts.map((part: unknown) => {
    if (typeof part === "string") return part;
    const { Name: filter, Values: values } = part as {
      readonly Name?: string;
      readonly Values?: readonly string[];
    };
    return `Name=${filter ?? ""},Values=${(values ?? []).join(",")}`;
  });
  return `--${dashed(name)} ${text.join(" ")}`;
}

/** The command line that writes a call's file, as whoever has to settle a gap types it. */
export function commandLine(
  call: Call,
  place: { readonly region?: string; readonly id?: string },
  file: string,
): string {
  const { service, operation, input = {}, per } = call;
  const given: Readonly<Record<string, unknown>> = {
    ...input,
    ...(per !== undefined && { [per.parameter]: place.id ?? `<${per.id}>` }),
  };
  const region = place.region === undefined ? [] : [`--region ${place.region}`];
  const options = Object.entries(given).map(optionText);
  return ["aws", service, operation, ...options, ...region, "--output json", `> ${file}`].join(" ");
}
