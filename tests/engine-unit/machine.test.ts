import { expect } from "chai";
import fc from "fast-check";
import { cacheDirectory } from "../../lab/toolchain/cache";
import { judgeMachine, type MachineProbe, missingTools, renderFinding } from "../../lab/toolchain/machine";
import { chooseNode } from "../../lab/toolchain/node";
import { formatVersion, isAtLeast, parseVersion } from "../../lab/toolchain/version";

const bare: MachineProbe = {
  node: [22, 23, 3],
  npm: [11, 0, 0],
  go: [1, 26, 8],
  python: [3, 11, 7],
  pythonVenv: true,
  git: [2, 39, 5],
  pulumiMade: false,
  pythonMade: false,
};
const missing = (probe: Partial<MachineProbe>): string[] =>
  missingTools(judgeMachine({ ...bare, ...probe })).map(({ tool }) => tool);

describe("a look at the machine", () => {
  it("finds nothing missing where all is there", () => {
    expect(missing({})).to.deep.equal([]);
  });

  it("names all that is missing at once", () => {
    expect(missing({ go: undefined, python: undefined, pythonVenv: false })).to.deep.equal(["go", "python"]);
  });

  it("does not ask for a tool whose work is done", () => {
    expect(missing({ go: undefined, pulumiMade: true })).to.deep.equal([]);
    expect(missing({ python: undefined, pythonMade: true })).to.deep.equal([]);
  });

  it("asks for newer ones", () => {
    expect(missing({ node: [18, 20, 0], go: [1, 19, 0], python: [3, 9, 2] })).to.deep.equal([
      "node",
      "go",
      "python",
    ]);
  });

  it("knows a Python without its venv module, as Debian ships it", () => {
    expect(missing({ pythonVenv: false })).to.deep.equal(["venv"]);
  });

  it("says in one line what is missing and why, then how to get it on each system", () => {
    const [go] = missingTools(judgeMachine({ ...bare, go: undefined }));
    const lines = renderFinding(go!);
    expect(lines[0]).to.equal(
      "Go 1.21 or newer was not found on PATH (needed because the Pulumi CLI is built from its Go modules, once).",
    );
    expect(lines.slice(1).map((line) => line.trim().split(":")[0])).to.deep.equal([
      "Debian, Ubuntu",
      "macOS",
    ]);
  });
});

describe("the choice of Node.js", () => {
  const own = (version: [number, number, number]): { path: string; version: [number, number, number] } => ({
    path: "/own",
    version,
  });
  const packaged = { path: "/packaged", version: [22, 23, 3] as const };

  it("takes the packaged one where this one is old", () => {
    expect(chooseNode(own([20, 20, 2]), packaged)).to.deep.equal(packaged);
  });
  it("goes on with 20.19, with a notice", () => {
    const chosen = chooseNode(own([20, 19, 0]), undefined);
    expect(chosen.path).to.equal("/own");
    expect(chosen.notice).to.include("20.19.0");
  });
  it("refuses older ones, and says what to install", () => {
    expect(() => chooseNode(own([20, 18, 9]), undefined)).to.throw(
      /Node.js is 20.18.9; 22 or newer is needed/,
    );
  });
});

describe("the cache", () => {
  it("lies where the user says, else where the system says, else below the home folder", () => {
    expect(cacheDirectory({ OVERFLOW_CACHE: "/o", XDG_CACHE_HOME: "/x" }, "/h")).to.equal("/o");
    expect(cacheDirectory({ XDG_CACHE_HOME: "/x" }, "/h")).to.equal("/x/overflow");
    expect(cacheDirectory({}, "/h")).to.equal("/h/.cache/overflow");
  });
});

describe("a version", () => {
  for (const [text, expected] of [
    ["go version go1.26.8 linux/amd64", [1, 26, 8]],
    ["v22.23.3", [22, 23, 3]],
    ["Python 3.11.7", [3, 11, 7]],
    ["go1.25", [1, 25, 0]],
    ["none", undefined],
  ] as const) {
    it(`is ${String(expected)} in ${JSON.stringify(text)}`, () => {
      expect(parseVersion(text)).to.deep.equal(expected);
    });
  }

  it("is ordered by its numbers, the first that differs deciding", () => {
    const part = fc.nat(30);
    const version = fc.tuple(part, part, part);
    const weight = ([major, minor, patch]: readonly [number, number, number]): number =>
      major * 1e6 + minor * 1e3 + patch;
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(isAtLeast(a, b)).to.equal(weight(a) >= weight(b));
        expect(parseVersion(formatVersion(a))).to.deep.equal(a);
      }),
    );
  });
});
