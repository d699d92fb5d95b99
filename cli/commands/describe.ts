import { type Asked } from "../../operations/describe/ask";
import { writeDescribeFolder } from "../../operations/describe/folder";
import { askAccount } from "../../operations/describe/live";
import { environmentsIn } from "../../operations/init/write";
import { factsOfDescribe } from "../../policy/sources/describe/describe";
import { type DescribeFile } from "../../policy/sources/describe/file";
import { type Command, type Context, exitCodes, type Input, UsageError } from "../command";
import { labHelp, labOption, worldFor } from "../environment";
import { projectRoot } from "../../lab/toolchain";

export const describe: Command = {
  name: "describe",
  summary: "writes what AWS says of a network into a folder, for prove and reach; it holds no secrets",
  positionals: [{ name: "env", required: false, allowed: environmentsIn(projectRoot) }],
  options: {
    ...labOption,
    out: { type: "string" },
    region: { type: "string" },
    account: { type: "string" },
    json: { type: "boolean" },
  },
  optionHelp: {
    ...labHelp,
    out: "the folder to write; it is made if it is not there",
    region: "regions to ask, with commas between; default: AWS_REGION",
    account: "asks as <account>/<region>/ below the folder, so that several accounts can stand side by side",
    json: "print what was written and what is missing as JSON",
  },
  examples: [
    "overflow describe --out snapshot --region eu-central-1",
    "overflow describe local --out snapshot",
  ],
  async run(input, context) {
    const { terminal } = context;
    const out = input.flags["out"];
    if (typeof out !== "string")
      throw new UsageError("overflow describe: --out is missing, the folder to write.");
    const env = input.positionals.length > 0 ? (await worldFor(input, context)).engine.env : process.env;
    const asked = await askRegions(input, context, env);
    writeDescribeFolder(out, asked.files);
    for (const { file, reason } of asked.failures) terminal.say(`  ✗ ${file}: ${reason}`);
    const missing = missingIn(asked.files);
    if (input.flags["json"] === true) {
      terminal.print(
        JSON.stringify({
          schema: 1,
          folder: out,
          files: asked.files.length,
          failures: asked.failures,
          missing,
        }),
      );
    } else {
      terminal.print(`${out}: ${asked.files.length} answers. Missing for a whole proof: ${missing.length}`);
      for (const { resource, why, settle } of missing) terminal.print(`  ${resource} ${why}: ${settle}`);
    }
    return missing.length === 0 ? exitCodes.ok : exitCodes.failed;
  },
};

/** Nothing at all was answered: no facts, and all is missing by the failures themselves. */
function missingIn(files: readonly DescribeFile[]): ReturnType<typeof factsOfDescribe>["missing"] {
  if (files.length === 0) throw new Error("AWS answered no call: see the reasons above.");
  return factsOfDescribe(files).missing;
}

async function askRegions(
  input: Input,
  { terminal, signal }: Context,
  env: NodeJS.ProcessEnv,
): Promise<Asked> {
  const given = input.flags["region"] ?? env["AWS_REGION"] ?? env["AWS_DEFAULT_REGION"];
  const regions = typeof given === "string" ? given.split(",").filter((region) => region !== "") : [];
  if (regions.length === 0)
    throw new UsageError("overflow describe: --region is missing, and AWS_REGION is not set.");
  const account = input.flags["account"];
  const asked = await askAccount({
    ...{ env, regions, signal },
    ...(typeof account === "string" && { account }),
    onProgress: (line) => {
      if (terminal.live) terminal.draw([`  ${line}`]);
    },
  });
  terminal.draw([]);
  return asked;
}
