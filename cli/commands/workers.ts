import { join } from "node:path";
import { aliveWorkers } from "../../operations/aliveWorkers";
import { leavingIn, unnamed } from "../../operations/leavingPools";
import { masterFilePaths, readMasterFiles, writeMasterFiles } from "../../operations/pools";
import { type Command, exitCodes } from "../command";
import { environmentArgument, labHelp, labOption, worldFor } from "../environment";

export const workers: Command = {
  name: "workers",
  summary: "writes the build master's pools file, and its credentials (mode 0600)",
  positionals: [environmentArgument],
  options: { ...labOption, out: { type: "string" }, json: { type: "boolean" } },
  optionHelp: {
    ...labHelp,
    out: "folder of the master's pools files; default: out/<env>/pools",
    json: "print the pools file, which holds no secret, and write nothing",
  },
  examples: ["overflow workers staging --out /etc/buildbot/pools"],
  async run(input, context) {
    const { terminal, root } = context;
    const world = await worldFor(input, context);
    const files = await readMasterFiles(world.engine);
    if (input.flags["json"] === true) {
      terminal.print(JSON.stringify(files.pools));
      return exitCodes.ok;
    }
    const out = input.flags["out"];
    const folder = typeof out === "string" ? out : join(root, "out", world.environment, "pools");
    const alive = await aliveWorkers(world, files.region, (line) => {
      terminal.say(line);
    });
    const { pools } = writeMasterFiles(folder, files, alive);
    const paths = masterFilePaths(folder, world.environment);
    const count = pools.pools.reduce((sum, pool) => sum + pool.workers.length, 0);
    terminal.print(`${paths.pools}: ${pools.pools.length} pool(s), ${count} workers, ${pools.version}`);
    terminal.print(`${paths.credentials}: readable by its owner only`);
    const leaving = leavingIn(pools);
    if (leaving.length > 0) {
      terminal.say(
        `Of these, ${leaving.length} only leave: ${leaving.join(", ")}. Once they have (overflow status), write the files again.`,
      );
    }
    const lost = unnamed(pools, alive);
    if (lost.length > 0) {
      terminal.say(
        `${lost.length} VM(s) have names that these files lack, and the former ones too: ${lost.join(", ")}. ` +
          "The master drops them, and their builds begin anew elsewhere. To keep them, write into the folder that the master reads.",
      );
    }
    terminal.say("The master reads them when it is reconfigured (buildbot reconfig).");
    return exitCodes.ok;
  },
};
