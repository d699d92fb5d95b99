import { expect } from "chai";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync, watch, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runPulumi } from "../../engine/pulumi";

/** Stands in for the CLI: makes a file when it runs and one at its first interrupt; says at its end how many there were. */
const countingCli = `#!${process.execPath}
const { writeFileSync } = require("node:fs");
let interrupts = 0;
process.on("SIGINT", () => {
  interrupts += 1;
  if (interrupts > 1) return;
  writeFileSync(process.argv[3], "");
  setTimeout(() => { console.log(interrupts); process.exit(0); }, 300);
});
setInterval(() => undefined, 1000);
writeFileSync(process.argv[2], "");
`;

describe("an interrupt of the Pulumi CLI", () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "overflow-interrupt-"));
    writeFileSync(join(directory, "pulumi"), countingCli);
    chmodSync(join(directory, "pulumi"), 0o755);
  });
  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  it("is passed on once, although it comes as a signal and as its caller's abort: a second one makes the CLI give up", async () => {
    const controller = new AbortController();
    const files = watch(directory);
    const seen = async (name: string): Promise<void> => {
      for (;;) if (((await once(files, "change")) as [string, string])[1] === name) return;
    };
    const result = runPulumi(
      {
        pulumi: join(directory, "pulumi"),
        projectDirectory: directory,
        stack: "dev",
        env: process.env,
        logDirectory: directory,
      },
      [join(directory, "running"), join(directory, "interrupted")],
      { signal: controller.signal },
    );
    await seen("running");
    controller.abort();
    await seen("interrupted");
    files.close();
    // SIGHUP is passed on like SIGINT, which the test runner keeps for itself.
    process.emit("SIGHUP");
    expect(await result).to.deep.include({ interrupted: true, exitCode: 0, stdout: "1\n" });
  });
});
