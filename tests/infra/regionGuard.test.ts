import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { assertGuard } from "../../infra/security/regionGuard";

const asked: string[] = [];

/** What a program is told that looks at a region where AWS answers so; undefined: nothing is wrong. */
async function refusalOf(
  regionGuard: "owner" | "asserted" | "organization",
  serialConsole: boolean,
  encryption: boolean,
): Promise<unknown> {
  asked.length = 0;
  await pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => ({ id: `${name}-id`, state: inputs as object }),
    call({ token }) {
      asked.push(token);
      return { enabled: token.includes("SerialConsole") ? serialConsole : encryption };
    },
  });
  try {
    await assertGuard({ environment: "staging", account: "111122223333", region: "us-east-1", regionGuard });
    return undefined;
  } catch (error) {
    return error;
  }
}

describe("a program in a region that others guard", () => {
  it("goes on where the switches that Pulumi can read are closed", async () => {
    for (const guard of ["asserted", "organization"] as const)
      expect(await refusalOf(guard, false, true)).to.equal(undefined);
    expect(asked).to.have.members([
      "aws:ec2/getSerialConsoleAccess:getSerialConsoleAccess",
      "aws:ebs/getEncryptionByDefault:getEncryptionByDefault",
    ]);
  });

  it("ends where one is open, before anything is declared", async () => {
    for (const [console, encryption, words] of [
      [true, true, "the EC2 serial console is on. Nothing"],
      [false, false, "EBS encryption by default is off. Nothing"],
      [true, false, "is on, EBS encryption by default is off. Nothing"],
    ] as const) {
      const error = await refusalOf("asserted", console, encryption);
      expect(pulumi.RunError.isInstance(error)).to.equal(true);
      expect((error as Error).message)
        .to.contain(words)
        .and.contain("npx overflow doctor staging");
    }
  });

  it("asks nothing where it owns the guard", async () => {
    expect(await refusalOf("owner", true, false)).to.equal(undefined);
    expect(asked).to.deep.equal([]);
  });
});
