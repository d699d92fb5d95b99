import { type JournalEntry } from "../../scaler/journal";
import { stackStatus, type StackStatus } from "../../operations/stackStatus";
import { type Command, exitCodes, UsageError } from "../command";
import { environmentArgument, labHelp, labOption, worldFor } from "../environment";

const defaultMinutes = 10;

export const status: Command = {
  name: "status",
  summary: "shows an environment's VMs, its pools, and what the scaler decided of late and why",
  positionals: [environmentArgument],
  options: { ...labOption, minutes: { type: "string" }, json: { type: "boolean" } },
  optionHelp: {
    ...labHelp,
    minutes: `how far back decisions are shown; default: ${defaultMinutes}`,
    json: "print it as JSON",
  },
  examples: ["overflow status local", "overflow status staging --minutes 60"],
  async run(input, context) {
    const { terminal } = context;
    const minutes = minutesOf(input.flags["minutes"]);
    const world = await worldFor(input, context);
    const found = await stackStatus(world, Date.now() - minutes * 60_000);
    if (found === null) {
      terminal.say(
        `There is no stack '${world.environment}'. Bring it up: npx overflow up ${world.environment}`,
      );
      return exitCodes.failed;
    }
    if (input.flags["json"] === true) terminal.print(JSON.stringify(found));
    else for (const line of statusLines(found, minutes)) terminal.print(line);
    return exitCodes.ok;
  },
};

function minutesOf(value: string | boolean | undefined): number {
  if (value === undefined) return defaultMinutes;
  const minutes = Number(value);
  if (!(minutes > 0) || minutes > 43_200) {
    throw new UsageError(
      `--minutes is '${String(value)}', allowed: a number above 0, at most 43200 (30 days, which the journal keeps).`,
    );
  }
  return minutes;
}

/** The status in words. */
export function statusLines(
  { environment, region, vms, journal }: StackStatus,
  minutes: number,
): readonly string[] {
  const latest = journal.at(-1);
  const pools = (latest?.pools ?? []).map(
    ({ pool, pending, busy, idle, onTheWay, asleep }) =>
      `  ${pool.padEnd(16)} ${pending} waiting, ${busy} busy, ${idle} idle, ${onTheWay} on the way, ${asleep} asleep`,
  );
  const machines = [...vms]
    .sort((a, b) => a.name.localeCompare(b.name))
    .map((vm) => `  ${vm.name.padEnd(24)} ${vm.state.padEnd(14)} ${vm.instanceId}`);
  const decisions = journal.filter(({ kind }) => kind === "decided").flatMap(decisionLines);
  return [
    `${environment} in ${region}: ${vms.length} VM(s)`,
    ...machines,
    ...(pools.length === 0 ? [] : ["Pools at the last news:", ...pools]),
    decisions.length === 0
      ? `Nothing decided in the last ${minutes} minute(s).`
      : `Decided in the last ${minutes} minute(s):`,
    ...decisions,
  ];
}

function decisionLines({ atMs, actions, holds }: JournalEntry): readonly string[] {
  const at = new Date(atMs).toISOString().slice(11, 19);
  return [
    ...actions.map(({ kind, worker, reason }) => `  ${at}  ${kind} ${worker}: ${reason}`),
    ...holds.map(({ pool, reason }) => `  ${at}  hold ${pool ?? "all"}: ${reason}`),
  ];
}
