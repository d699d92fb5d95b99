import { join } from "node:path";
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
    writeMasterFiles(folder, files);
    const paths = masterFilePaths(folder, world.environment);
    const count = files.pools.pools.reduce((sum, pool) => sum + pool.workers.length, 0);
    terminal.print(
      `${paths.pools}: ${files.pools.pools.length} pool(s), ${count} workers, ${files.pools.version}`,
    );
    terminal.print(`${paths.credentials}: readable by its owner only`);
    terminal.say("The master reads them when it is reconfigured (buildbot reconfig).");
    return exitCodes.ok;
  },
};
