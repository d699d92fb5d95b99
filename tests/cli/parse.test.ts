import { expect } from "chai";
import { type Command, UsageError } from "../../cli/command";
import { commandHelp, generalHelp } from "../../cli/help";
import { parse, select } from "../../cli/parse";

const command = (name: string, over: Partial<Command> = {}): Command => ({
  name,
  summary: `does ${name}`,
  positionals: [{ name: "env", required: true }],
  options: { lab: { type: "boolean" }, out: { type: "string" } },
  optionHelp: { lab: "run in the lab" },
  examples: [`overflow ${name} local`],
  run: () => Promise.resolve(0),
  ...over,
});

describe("parsing a command line", () => {
  it("takes positionals and options", () => {
    expect(parse(command("up"), ["staging", "--lab", "--out", "x"])).to.deep.equal({
      positionals: ["staging"],
      flags: { lab: true, out: "x" },
    });
  });

  it("fails on an unknown option, naming it", () => {
    expect(() => parse(command("up"), ["local", "--labb"])).to.throw(
      UsageError,
      /--labb.*overflow up --help/,
    );
  });

  it("fails on a missing argument, one too many, and one that is not allowed", () => {
    expect(() => parse(command("up"), [])).to.throw(UsageError, "<env> is missing");
    expect(() => parse(command("up"), ["a", "b"])).to.throw(UsageError, "takes at most 1, got 'a b'");
    const strict = command("up", { positionals: [{ name: "env", required: true, allowed: ["local"] }] });
    expect(() => parse(strict, ["lcoal"])).to.throw(UsageError, "<env> is 'lcoal', allowed: local");
  });
});

describe("selecting a command", () => {
  const commands = [command("lab up"), command("up")];

  it("prefers two words to one and hands on the rest", () => {
    expect(select(commands, ["lab", "up", "x"])).to.deep.include({ command: commands[0], rest: ["x"] });
    expect(select(commands, ["up", "lab"])).to.deep.include({ command: commands[1], rest: ["lab"] });
  });

  it("finds nothing for a word it does not know", () => {
    expect(select(commands, ["lab"])).to.equal(undefined);
    expect(select(commands, [])).to.equal(undefined);
  });
});

describe("help", () => {
  it("lists every command with its summary", () => {
    expect(generalHelp([command("lab up"), command("up")]))
      .to.contain("lab up <env>")
      .and.to.contain("does up");
  });

  it("shows options with their words, and examples", () => {
    expect(commandHelp(command("up")))
      .to.contain("--out <value>")
      .and.to.match(/--lab +run in the lab/)
      .and.to.contain("overflow up local");
  });
});
