import { expect } from "chai";
import { rmSync } from "node:fs";
import { reach } from "../../cli/commands/reach";
import { runCommand, smallStack, temporaryFolder, wayOut, writeState } from "./proofCommands";

describe("overflow reach", () => {
  let folder: string;
  let closed: string;
  let open: string;

  before(() => {
    folder = temporaryFolder();
    closed = writeState(folder, "closed.json", smallStack);
    open = writeState(folder, "open.json", [...smallStack, ...wayOut]);
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const ask = (state: string, ...args: readonly string[]) => runCommand(reach, "--state", state, ...args);

  it("answers with a path, and 0", async () => {
    const { code, printed } = await ask(
      closed,
      "--from",
      "instance:i-web",
      "--to",
      "db",
      "--protocol",
      "tcp",
      "--port",
      "22",
      "--connection",
      "--json",
    );
    const answer = JSON.parse(printed) as Record<string, unknown>;
    expect([code, answer["verdict"], answer["blockedBy"]]).to.deep.equal([0, "reachable", []]);
    expect(answer["path"]).to.be.an("array").that.is.not.empty;
    expect(answer["returnPath"]).to.be.an("array").that.is.not.empty;
  });

  it("reaches the resolver at each of its addresses, where names are asked for", async () => {
    for (const address of ["10.0.0.2", "169.254.169.253"]) {
      const to = ["--from", "web", "--to", `ip:${address}`, "--protocol", "udp", "--port"];
      const { code, printed } = await ask(closed, ...to, "53");
      expect(code, printed).to.equal(0);
      expect(printed).to.contain(`→ ${address}:53`);
      expect((await ask(closed, ...to, "123")).code).to.equal(1);
    }
  });

  it("answers with what is in the way, and 1", async () => {
    const { code, printed } = await ask(closed, "--from", "web", "--to", "ip:10.0.1.20", "--port", "80");
    expect(code).to.equal(1);
    expect(printed)
      .to.contain("no ingress rule of db allows it")
      .and.to.match(/unreachable\n$/);
    const none = await ask(closed, "--from", "web", "--to", "ip:10.0.1.77");
    expect(none.code, none.printed).to.equal(1);
  });

  it("asks the internet for public addresses, and as it is asked", async () => {
    const out = await ask(open, "--from", "web", "--to", "internet", "--protocol", "udp", "--port", "53");
    expect(out.code, out.printed).to.equal(0);
    expect(out.printed).to.contain("udp 198.51.100.10:");
    const back = await ask(open, "--from", "internet", "--to", "web", "--protocol", "tcp", "--port", "22");
    expect(back.code, back.printed).to.equal(1);
    const nobody = await ask(closed, "--from", "internet", "--to", "web");
    expect(nobody.code, nobody.printed).to.equal(1);
  });

  it("cannot say what an address gets that is not known yet", async () => {
    const pool = smallStack.map((resource) =>
      resource.id === "i-db"
        ? { ...resource, outputs: { ...resource.outputs, privateIp: undefined }, inputs: {} }
        : resource,
    );
    const unsure = writeState(folder, "unsure.json", pool);
    const { code, printed } = await ask(unsure, "--from", "web", "--to", "ip:10.0.1.99", "--port", "22");
    expect(code, printed).to.equal(2);
    expect(printed).to.contain("missing  db");
  });

  it("wants both ends, and names that are there", async () => {
    expect((await ask(closed, "--from", "web")).said).to.contain("--to is missing");
    const wrong = await ask(closed, "--from", "wbe", "--to", "internet");
    expect(wrong.code).to.equal(3);
    expect(wrong.said).to.match(/^Nothing in this network is called 'wbe'\. Is it one of these\? .*web/);
    const port = await ask(closed, "--from", "web", "--to", "db", "--protocol", "tcp", "--port", "99999");
    expect([port.code, port.said]).to.deep.equal([
      3,
      "The port is '99999', allowed: a number from 0 to 65535, or a range such as 8000-8999.",
    ]);
  });
});
