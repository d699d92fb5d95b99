import { matchWords, serviceWords } from "../../policy/evidence/words";
import { type ReachedPair } from "../../policy/proof/verdict";
import { differenceOf } from "../../operations/proofDifference";
import { type Command, exitCodes } from "../command";
import { inputHelp, inputOptions, namedInput, proveOptions } from "../proofInput";
import { packetsWords, painter } from "../proofWords";

const { "build-network": buildNetwork, "vpn-gateway": vpnGateway, vpc } = inputOptions;

export const proveDiff: Command = {
  name: "prove diff",
  summary: "lists which zones can be reached, on which ports, in one and not in the other",
  positionals: [
    { name: "a", required: true },
    { name: "b", required: true },
  ],
  options: {
    vpc,
    "build-network": buildNetwork,
    "vpn-gateway": vpnGateway,
    addresses: { type: "boolean" },
    json: { type: "boolean" },
  },
  optionHelp: {
    ...inputHelp,
    addresses: "compare destinations, too; by default zones, protocols and ports",
    json: "print it as JSON",
  },
  examples: ["overflow prove diff staging production", "overflow prove diff before.json after.json"],
  failureCode: exitCodes.unusable,
  async run(input, context) {
    const { terminal } = context;
    const [a = "", b = ""] = input.positionals;
    const [before, after] = [await namedInput(a, context.root), await namedInput(b, context.root)];
    const { opened, closed, unsure } = differenceOf(
      before,
      after,
      proveOptions(input, context),
      input.flags["addresses"] === true,
    );
    const isSame = opened.length === 0 && closed.length === 0;
    if (input.flags["json"] === true) terminal.print(JSON.stringify({ opened, closed, unsure }));
    else {
      const paint = painter(terminal.colourResults);
      const words = input.flags["addresses"] === true ? matchWords : serviceWords;
      for (const line of pairLines(`only in ${b}`, "+", opened, words)) terminal.print(paint(line, "red"));
      for (const line of pairLines(`only in ${a}`, "-", closed, words)) terminal.print(paint(line, "green"));
      if (isSame) terminal.print(`${a} and ${b} reach the same zones on the same ports.`);
    }
    for (const line of unsure) terminal.say(line);
    if (!isSame) return exitCodes.failed;
    return unsure.length === 0 ? exitCodes.ok : exitCodes.undetermined;
  },
};

function pairLines(
  title: string,
  mark: string,
  pairs: readonly ReachedPair[],
  words: typeof serviceWords,
): readonly string[] {
  return pairs.map(
    ({ from, to, packets }) => `${mark} ${title}: ${from} → ${to}: ${packetsWords(packets.map(words))}`,
  );
}
