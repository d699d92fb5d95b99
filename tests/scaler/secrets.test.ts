import { expect } from "chai";
import { createSecrets } from "../../scaler/secrets";
import { FakeClock } from "./fakeClock";

function rig(value: string | undefined) {
  const asked: unknown[] = [];
  const client = {
    send: (command: { readonly input: unknown }) => {
      asked.push(command.input);
      return Promise.resolve({ SecretString: value });
    },
  };
  const clock = new FakeClock();
  return { secrets: createSecrets(client as never, clock), asked, clock };
}

describe("secrets", () => {
  it("are asked for once in five minutes", async () => {
    const { secrets, asked, clock } = rig("hush");
    expect(await secrets.read("arn:a")).to.equal("hush");
    await secrets.read("arn:a");
    expect(asked).to.deep.equal([{ SecretId: "arn:a" }]);
    await clock.pass(300_000);
    await secrets.read("arn:a");
    expect(asked).to.have.length(2);
  });

  it("that hold no text are an error that names them", async () => {
    const { secrets } = rig(undefined);
    const error = await secrets.read("arn:a").catch((caught: unknown) => caught);
    expect(String(error)).to.include("secret arn:a holds no text");
  });
});
