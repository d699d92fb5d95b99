import { expect } from "chai";
import { accountOnAws, providerOf } from "../../operations/proof/providerOfAnswers";
import { ownAccounts } from "../../policy/facts/accounts";
import { UnusableInput } from "../../policy/sources/unusableInput";
import { factsOfDeclared } from "../../policy/sources/declared";

const type = "aws:iam/role:Role";
const role = (account: string) =>
  factsOfDeclared([
    {
      ...{ urn: `urn:pulumi:account::aws::${type}::flows`, type, name: "flows", sources: {} },
      inputs: { arn: `arn:aws:iam::${account}:role/flows` },
    },
  ]);

describe("answers of an environment's account", () => {
  it("are refused if they are of another account than the settings name", () => {
    expect(() => accountOnAws(role("999900001111"), { account: "111122223333" }, "staging"))
      .to.throw(UnusableInput)
      .with.property("message")
      .that.matches(/of account 999900001111; the settings of staging name 111122223333\. Use credentials/);
  });

  it("are taken if they are of the settings' account, or name none", () => {
    for (const stack of [role("111122223333"), factsOfDeclared([])])
      expect(accountOnAws(stack, { account: "111122223333" }, "staging")).to.equal("111122223333");
  });

  it("are held to the settings' account, whatever their ARNs say", () => {
    const provider = providerOf({ region: "us-east-1" }, "111122223333");
    expect([...ownAccounts(provider)]).to.deep.equal(["111122223333"]);
  });
});
