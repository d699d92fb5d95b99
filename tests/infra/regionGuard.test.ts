import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { guardedRegion } from "../../infra/regionGuard";

const asked: string[] = [];

/** The region that an environment gets, where AWS answers so. */
async function regionOf(
  regionGuard: "owner" | "asserted" | "organization",
  serialConsole: boolean,
  encryption: boolean,
): Promise<string> {
  asked.length = 0;
  await pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => ({ id: `${name}-id`, state: inputs as object }),
    call({ token }) {
      asked.push(token);
      return { enabled: token.includes("SerialConsole") ? serialConsole : encryption };
    },
  });
  const given = guardedRegion({
    environment: "staging",
    account: "111122223333",
    region: "us-east-1",
    regionGuard,
  });
  return (pulumi.output(given) as unknown as { promise(): Promise<string> }).promise();
}

describe("a program in a region that others guard", () => {
  it("gets its region where the switches that Pulumi can read are closed", async () => {
    for (const guard of ["asserted", "organization"] as const)
      expect(await regionOf(guard, false, true)).to.equal("us-east-1");
    expect(asked).to.have.members([
      "aws:ec2/getSerialConsoleAccess:getSerialConsoleAccess",
      "aws:ebs/getEncryptionByDefault:getEncryptionByDefault",
    ]);
  });

  it("gets none where one is open, so that nothing is made", async () => {
    for (const [console, encryption, words] of [
      [true, true, "the EC2 serial console is on. Nothing"],
      [false, false, "EBS encryption by default is off. Nothing"],
      [true, false, "is on, EBS encryption by default is off. Nothing"],
    ] as const) {
      const error = await regionOf("asserted", console, encryption).catch((reason: unknown) => reason);
      expect(pulumi.RunError.isInstance(error)).to.equal(true);
      expect((error as Error).message)
        .to.contain(words)
        .and.contain("npx overflow doctor staging");
    }
  });

  it("asks nothing where it owns the guard", async () => {
    expect(await regionOf("owner", true, false)).to.equal("us-east-1");
    expect(asked).to.deep.equal([]);
  });
});
