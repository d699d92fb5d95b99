import { expect } from "chai";
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { followLines } from "../../engine/follow";
import { until } from "../engine/waiting";

describe("following a file", () => {
  let directory: string;
  let file: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "overflow-follow-"));
    file = join(directory, "log");
    writeFileSync(file, "");
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  it("tells each line once, as it comes, however it was written", async () => {
    const lines: string[] = [];
    const follower = followLines(file, (line) => lines.push(line));
    appendFileSync(file, "one\ntw");
    await until(() => lines.length === 1);
    const euro = Buffer.from("€");
    appendFileSync(file, Buffer.concat([Buffer.from("o "), euro.subarray(0, 1)]));
    appendFileSync(file, Buffer.concat([euro.subarray(1), Buffer.from("\nthree\nfour")]));
    await until(() => lines.length === 3);
    follower.stop();
    expect(lines).to.deep.equal(["one", "two €", "three", "four"]);
  });

  it("reads what is left when it stops, even much", () => {
    const lines: string[] = [];
    const follower = followLines(file, (line) => lines.push(line));
    const written = Array.from({ length: 20_000 }, (_, index) => `line ${index}`);
    appendFileSync(file, written.join("\n") + "\n");
    follower.stop();
    expect(lines).to.deep.equal(written);
  });
});
