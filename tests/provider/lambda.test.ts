import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { strFromU8, unzipSync } from "fflate";
import { zipOf } from "../../lab/provider/types/lambda/archive";
import { invocation, payloadOf } from "../../lab/provider/types/lambda/invocation";
import { unknownValue } from "../../lab/provider/values";

const contents = (zip: Uint8Array): Record<string, string> =>
  Object.fromEntries(Object.entries(unzipSync(zip)).map(([name, bytes]) => [name, strFromU8(bytes)]));

describe("lab provider: a function's code", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "overflow-archive-"));
    mkdirSync(join(folder, "lib"));
    writeFileSync(join(folder, "index.js"), "one");
    writeFileSync(join(folder, "lib", "two.js"), "two");
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("zips texts, files and folders under the names that the archive gives them", () => {
    const archive = {
      assets: { "a.js": { text: "text" }, "b.js": { path: join(folder, "index.js") }, all: { path: folder } },
    };
    expect(contents(zipOf(archive))).to.deep.equal({
      "a.js": "text",
      "b.js": "one",
      "all/index.js": "one",
      "all/lib/two.js": "two",
    });
  });

  it("zips a folder, and takes a zip as it is", () => {
    const zip = zipOf({ path: folder });
    expect(contents(zip)).to.deep.equal({ "index.js": "one", "lib/two.js": "two" });
    writeFileSync(join(folder, "code.zip"), zip);
    expect(Buffer.compare(zipOf({ path: join(folder, "code.zip") }), zip)).to.equal(0);
  });

  it("makes equal bytes of equal content", () => {
    const archive = { assets: { "index.js": { text: "x".repeat(1000) } } };
    expect(Buffer.compare(zipOf(archive), zipOf(archive))).to.equal(0);
  });

  it("fails for code that is not on this machine", () => {
    expect(() => zipOf({ uri: "https://example.com/code.zip" })).to.throw("https://example.com/code.zip");
  });
});

describe("lab provider: aws.lambda.Invocation", () => {
  const crud = { lifecycleScope: "CRUD", input: `{"wait":1}`, terraformKey: "tf" };

  it("hands over the input as it is when it is called at creation only", () => {
    expect(
      payloadOf({ lifecycleScope: "CREATE_ONLY", input: `{ "wait": 1 }` }, "create", undefined),
    ).to.equal(`{ "wait": 1 }`);
  });

  it("adds the action and the input before it", () => {
    expect(JSON.parse(payloadOf(crud, "create", undefined))).to.deep.equal({
      wait: 1,
      tf: { action: "create", prev_input: null },
    });
    expect(JSON.parse(payloadOf(crud, "update", { input: `{"wait":0}` }))).to.deep.equal({
      wait: 1,
      tf: { action: "update", prev_input: { wait: 0 } },
    });
  });

  it("fails for an input that is no object", () => {
    expect(() => payloadOf({ ...crud, input: "[1]" }, "create", undefined)).to.throw("must be a JSON object");
  });

  it("checks the scope and that the input is JSON, and lets unknowns through", () => {
    expect(invocation.check?.({ input: "{", lifecycleScope: "CRUD" })).to.have.length(1);
    expect(invocation.check?.({ input: "{}", lifecycleScope: "ALWAYS" })).to.have.length(1);
    expect(invocation.check?.({ input: unknownValue, lifecycleScope: unknownValue })).to.deep.equal([]);
  });
});
