import { expect } from "chai";
import { accountTemplate, trustOf } from "../../cli/commands/accountTemplate";
import { type Context, UsageError } from "../../cli/command";

/** What the command prints, and says beside it. */
async function run(flags: Readonly<Record<string, string | boolean>>) {
  const printed: string[] = [];
  const said: string[] = [];
  const terminal = { print: (line: string) => printed.push(line), say: (line: string) => said.push(line) };
  const context = { root: "/", terminal, signal: new AbortController().signal } as unknown as Context;
  await accountTemplate.run({ positionals: [], flags }, context);
  return { printed: printed.join("\n"), said: said.join("\n") };
}

describe("overflow account template", () => {
  it("prints a template that can be saved as it is, and says beside it what to do with it", async () => {
    const { printed, said } = await run({ subject: "repo:acme/overflow:environment:staging" });
    expect(JSON.parse(printed)).to.have.nested.property("Resources.DeployRole");
    expect(said).to.contain("aws cloudformation deploy").and.contain("--secrets-provider");
  });

  it("takes several subjects, another issuer, and people", () => {
    const trust = trustOf({
      subject: "a:x, b:y",
      issuer: "https://ci.example",
      audience: "aws",
      operator: "arn",
    });
    expect(trust).to.deep.equal({
      oidc: { issuer: "https://ci.example", audience: "aws", subjects: ["a:x", "b:y"] },
      operators: ["arn"],
    });
  });

  it("refuses a role that nobody or anybody could take on", () => {
    for (const flags of [{}, { subject: "repo:acme/*:environment:staging" }])
      expect(() => accountTemplate.run({ positionals: [], flags }, {} as Context)).to.throw(UsageError);
  });
});
