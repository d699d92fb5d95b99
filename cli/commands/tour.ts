import { join, relative } from "node:path";
import { frame } from "../../tour/frame";
import { runTour } from "../../tour/tour";
import { summaryLines } from "../../tour/words";
import { type Command, exitCodes } from "../command";
import { toolsFor } from "../lab";

export const tour: Command = {
  name: "tour",
  summary: "the whole story on this machine, in minutes; no account needed",
  positionals: [],
  options: { json: { type: "boolean" } },
  optionHelp: { json: "print the summary as JSON at the end" },
  examples: ["npm start", "overflow tour --json"],
  async run({ flags }, context) {
    const { terminal, root, signal } = context;
    const { summary, files, ok } = await runTour({
      tools: await toolsFor(context),
      labDirectory: join(root, ".lab-tour"),
      outDirectory: join(root, "out", "tour"),
      env: process.env,
      signal,
      onView: (view) => {
        terminal.draw(frame(view, terminal.columns, terminal.colour));
      },
      onLine: (line) => {
        if (!terminal.live) terminal.say(line);
      },
    });
    terminal.keep();
    if (flags["json"] === true) terminal.print(JSON.stringify(summary));
    else {
      terminal.print("");
      for (const line of summaryLines(summary)) terminal.print(line);
      terminal.print("");
      for (const file of files) terminal.print(relative(root, file));
      terminal.say("Counted again from the sources: python3 tour/check_tour.py out/tour");
    }
    return ok ? exitCodes.ok : exitCodes.failed;
  },
};
