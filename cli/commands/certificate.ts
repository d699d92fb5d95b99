import { readFileSync } from "node:fs";
import { putCertificate, readCertifiedMirrors } from "../../operations/mirrorCertificates";
import { type Command, exitCodes, UsageError } from "../command";
import { environmentArgument, labHelp, labOption, worldFor } from "../environment";

export const certificate: Command = {
  name: "certificate",
  summary:
    "gives the mirrors of a trust level their certificate; without files: lists the names that it must hold",
  positionals: [environmentArgument],
  options: {
    ...labOption,
    level: { type: "string" },
    chain: { type: "string" },
    key: { type: "string" },
  },
  optionHelp: {
    ...labHelp,
    level: "the trust level; may be left out where there is one only",
    chain: "PEM file: the mirrors' certificate, then those that lead to the build network's authority",
    key: "PEM file with its private key, without a passphrase; it goes into Secrets Manager and nowhere else",
  },
  examples: [
    "overflow certificate staging",
    "overflow certificate staging --level try --chain mirror-try.pem --key mirror-try.key",
  ],
  async run(input, context) {
    const { terminal } = context;
    const { level, chain, key } = input.flags;
    if ((chain === undefined) !== (key === undefined))
      throw new UsageError("--chain and --key belong together: give both, or neither to list the names.");
    const world = await worldFor(input, context);
    const { region, mirrors } = await readCertifiedMirrors(world);
    if (typeof chain !== "string" || typeof key !== "string") {
      for (const each of mirrors) terminal.print(`${each.level}: ${each.hostNames.join(", ")}`);
      if (mirrors.length === 0) terminal.say("No mirror of this stack speaks TLS: none needs a certificate.");
      return exitCodes.ok;
    }
    const meant = mirrors.filter((each) => level === undefined || each.level === level);
    const [only, ...others] = meant;
    if (only === undefined || others.length > 0) {
      const levels = mirrors.map((each) => each.level).join(", ");
      throw new UsageError(
        `--level is ${String(level ?? "missing")}, allowed: ${levels || "none, no mirror speaks TLS"}.`,
      );
    }
    await putCertificate(world, region, only, {
      certificate: read("--chain", chain),
      privateKey: read("--key", key),
    });
    terminal.print(
      `Mirrors of level '${only.level}' have their certificate: they look for it when they boot, and every hour.`,
    );
    return exitCodes.ok;
  },
};

function read(option: string, file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(
      `${option}: ${file} could not be read (${error instanceof Error ? error.message : String(error)}).`,
    );
  }
}
