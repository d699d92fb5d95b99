import { projectRoot } from "../../lab/toolchain";
import { reachInput } from "../../operations/reach";
import { type Command, exitCodes, type Input, UsageError } from "../command";
import { inputArgument, inputHelp, inputOptions, neededInput, proveOptions, textFlag } from "../proofInput";
import { answerLines, painter } from "../proofWords";

const answerCodes = {
  reachable: exitCodes.ok,
  unreachable: exitCodes.failed,
  undetermined: exitCodes.undetermined,
} as const;

export const reach: Command = {
  name: "reach",
  summary: "answers whether one thing can reach another, and by which way, or what is in it; touches nothing",
  positionals: [inputArgument(projectRoot)],
  options: {
    ...inputOptions,
    from: { type: "string" },
    to: { type: "string" },
    protocol: { type: "string" },
    port: { type: "string" },
    "source-port": { type: "string" },
    connection: { type: "boolean" },
    json: { type: "boolean" },
  },
  optionHelp: {
    from: "who sends: instance:ID, eni:ID, subnet:ID, ip:ADDRESS, a resource's name, internet, build-network, or another zone",
    to: "who is to get it, named likewise",
    protocol: "tcp, udp, icmp, icmpv6, a number, or all; default: tcp with --port, else all",
    port: "destination port or range, e.g. 22 or 8000-8999; default: any",
    "source-port": "source port or range; default: any",
    connection: "the answers must come back, too",
    ...inputHelp,
    json: "print verdict, path and blocks as JSON",
  },
  examples: [
    "overflow reach staging --from build-network --to pool-staging-linux64-try --protocol tcp --port 22 --connection",
    "overflow reach --state state.json --from scaler --to internet",
    "overflow reach --describe answers --from instance:i-0a1b --to ip:10.20.0.30 --protocol tcp --port 443 --json",
  ],
  failureCode: exitCodes.unusable,
  async run(input, context) {
    const { terminal } = context;
    const [from, to] = [needed(input, "from"), needed(input, "to")];
    const [port, sourcePort] = [textFlag(input, "port"), textFlag(input, "source-port")];
    const anyPort = port !== undefined || sourcePort !== undefined;
    const question = {
      ...{ from, to, connection: input.flags["connection"] === true },
      protocol: textFlag(input, "protocol") ?? (anyPort ? "tcp" : "all"),
      ...(port !== undefined && { port }),
      ...(sourcePort !== undefined && { sourcePort }),
    };
    const options = proveOptions(input, context);
    const found = reachInput(await neededInput(input, context), question, options);
    const { verdict, ...ways } = found;
    if (input.flags["json"] === true) terminal.print(JSON.stringify({ verdict, ...ways }));
    else for (const line of answerLines(found, painter(terminal.colourResults))) terminal.print(line);
    return answerCodes[verdict];
  },
};

function needed(input: Input, name: string): string {
  const value = textFlag(input, name);
  if (value === undefined) throw new UsageError(`--${name} is missing. See 'overflow reach --help'.`);
  return value;
}
