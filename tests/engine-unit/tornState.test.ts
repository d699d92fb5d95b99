import { expect } from "chai";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { restoreTornState } from "../../engine/tornState";

describe("half a state, left by a CLI that was killed", () => {
  let backend = "";
  const file = (name: string) => join(backend, ".pulumi", "stacks", "overflow", name);
  const restore = () => restoreTornState(pathToFileURL(backend).href, "local");

  beforeEach(() => {
    backend = mkdtempSync(join(tmpdir(), "overflow-state-"));
    mkdirSync(join(backend, ".pulumi", "stacks", "overflow"), { recursive: true });
  });
  afterEach(() => {
    rmSync(backend, { recursive: true });
  });

  it("is replaced by the whole one before", () => {
    writeFileSync(file("local.json"), "");
    writeFileSync(file("local.json.bak"), '{"version":3}');
    expect(restore()).to.contain("taking the one before");
    expect(readFileSync(file("local.json"), "utf8")).to.equal('{"version":3}');
  });

  it("is taken away where none was before, or that is half, too", () => {
    writeFileSync(file("local.json"), '{"vers');
    writeFileSync(file("local.json.bak"), "");
    expect(restore()).to.contain("taking it away");
    expect(existsSync(file("local.json"))).to.equal(false);
  });

  it("is what a whole state is not, nor another stack's, nor one that is not there", () => {
    writeFileSync(file("local.json"), "{}");
    writeFileSync(file("other.json"), "");
    expect(restore()).to.equal(null);
    expect(existsSync(file("other.json"))).to.equal(true);
    rmSync(file("local.json"));
    writeFileSync(file("local.json.bak"), "{}");
    expect(restore()).to.equal(null);
  });

  it("is left alone in backends that are no folder", () => {
    expect(restoreTornState("s3://state", "local")).to.equal(null);
    expect(restoreTornState(undefined, "local")).to.equal(null);
    expect(restoreTornState(pathToFileURL(join(backend, "none")).href, "local")).to.equal(null);
  });
});
