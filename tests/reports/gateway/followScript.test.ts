import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { renderFollowScript } from "../../../reports/gateway/routing";
import { stagingPlan } from "./plans";

/** Runs the script as charon does, with an `ip` that only writes down what it is asked. */
class Follower {
  private readonly folder = mkdtempSync(join(tmpdir(), "overflow-follow-"));
  private readonly script = join(this.folder, "follow");
  private readonly log = join(this.folder, "log");

  constructor() {
    writeFileSync(this.script, renderFollowScript(stagingPlan("static")));
    writeFileSync(join(this.folder, "ip"), `#!/bin/sh\necho "$*" >>"${this.log}"\n`);
    for (const file of [this.script, join(this.folder, "ip")]) chmodSync(file, 0o755);
  }

  /** What it asks of `ip`. */
  run(verb: "up-client" | "down-client", interfaceId: number, uniqueId: number): readonly string[] {
    rmSync(this.log, { force: true });
    execFileSync("sh", [this.script], {
      env: {
        PATH: `${this.folder}${delimiter}${process.env["PATH"] ?? ""}`,
        RUNTIME_DIRECTORY: this.folder,
        PLUTO_VERB: verb,
        PLUTO_IF_ID_OUT: String(interfaceId),
        PLUTO_UNIQUEID: String(uniqueId),
      },
    });
    return existsSync(this.log) ? readFileSync(this.log, "utf8").trim().split("\n") : [];
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

describe("the script that static routes follow their tunnels by", () => {
  const [first = 0, second = 0] = stagingPlan("static").tunnels.map(({ interfaceId }) => interfaceId);
  let follower: Follower;
  beforeEach(() => {
    follower = new Follower();
  });
  afterEach(() => {
    follower.remove();
  });

  it("routes the VPC into a tunnel that comes up, the first before the second", () => {
    expect(follower.run("up-client", first, 1)).to.deep.equal([
      "route replace 10.131.0.0/16 dev ipsec-23-0 metric 100",
    ]);
    expect(follower.run("up-client", second, 2)).to.deep.equal([
      "route replace 10.131.0.0/16 dev ipsec-24-0 metric 101",
    ]);
  });

  it("takes the route of a tunnel that goes, once, and leaves the other's", () => {
    follower.run("up-client", first, 1);
    follower.run("up-client", second, 2);
    expect(follower.run("down-client", first, 1)).to.deep.equal([
      "route del 10.131.0.0/16 dev ipsec-23-0 metric 100",
    ]);
    expect(follower.run("down-client", first, 1)).to.deep.equal([]);
  });

  it("keeps the route of a tunnel that was replaced before the old one went", () => {
    follower.run("up-client", first, 1);
    follower.run("up-client", first, 7);
    expect(follower.run("down-client", first, 1)).to.deep.equal([]);
    expect(follower.run("down-client", first, 7)).to.have.length(1);
  });

  it("leaves other connections of the machine alone", () => {
    expect(follower.run("up-client", 42, 1)).to.deep.equal([]);
  });
});
