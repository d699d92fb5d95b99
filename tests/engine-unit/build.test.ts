import { expect } from "chai";
import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { build } from "../../tools/build";
import { bundlePath, fresh, projectRoot } from "../../tools/freshness";

describe("a bundle", function () {
  this.timeout(20_000);
  let root: string;

  const write = (file: string, content: string): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  };

  beforeEach(() => {
    root = mkdtempSync(join(realpathSync(tmpdir()), "overflow-build-"));
    cpSync(join(projectRoot, "tools"), join(root, "tools"), { recursive: true });
    symlinkSync(join(projectRoot, "node_modules"), join(root, "node_modules"));
    write(
      "infra/index.ts",
      `import { answer } from "./answer"; import * as yaml from "yaml"; module.exports = { answer, yaml };`,
    );
    write("infra/answer.ts", `export const answer: number = 41;`);
    write(
      "scaler/index.ts",
      `import { parse } from "yaml"; export const handler = (): unknown => parse("a: 1");`,
    );
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  const load = (name: string): unknown =>
    JSON.parse(
      execFileSync(
        process.execPath,
        ["-p", `JSON.stringify(require(${JSON.stringify(bundlePath(name, root))}))`],
        {
          encoding: "utf8",
        },
      ),
    );

  it("is built of the sources that exist, runs, and is fresh", async () => {
    const results = await build({ root });
    expect(results.map(({ name }) => name)).to.deep.equal(["infra", "scaler"]);
    expect(load("infra")).to.include({ answer: 41 });
    expect(fresh("infra", root)).to.equal(true);
  });

  it("is left alone while it is fresh", async () => {
    await build({ root });
    const again = await build({ root });
    expect(again.every(({ built }) => !built)).to.equal(true);
  });

  const changes: readonly (readonly [string, () => void])[] = [
    [
      "a source of it changes",
      (): void => {
        write("infra/answer.ts", `export const answer: number = 42;`);
      },
    ],
    [
      "a source of it is touched",
      (): void => {
        utimesSync(join(root, "infra/answer.ts"), 1, 1);
      },
    ],
    [
      "a source of it is gone",
      (): void => {
        rmSync(join(root, "infra/answer.ts"));
      },
    ],
    [
      "the bundle is another than was vouched for",
      (): void => {
        writeFileSync(bundlePath("infra", root), "half");
      },
    ],
    [
      "the bundle is gone",
      (): void => {
        rmSync(bundlePath("infra", root));
      },
    ],
    [
      "the manifest is cut short",
      (): void => {
        writeFileSync(join(root, "dist/infra/manifest.json"), "{");
      },
    ],
    [
      "the way to build it changes",
      (): void => {
        utimesSync(join(root, "tools/bundles.js"), 1, 1);
      },
    ],
  ];
  for (const [title, change] of changes) {
    it(`is not fresh when ${title}`, async () => {
      await build({ root });
      change();
      expect(fresh("infra", root)).to.equal(false);
      expect(fresh("scaler", root)).to.equal(title !== "the way to build it changes");
    });
  }

  it("is not fresh before it was built", () => {
    expect(fresh("infra", root)).to.equal(false);
  });

  it("comes new when a source has changed", async () => {
    await build({ root });
    write("infra/answer.ts", `export const answer: number = 42;`);
    await build({ root });
    expect(load("infra")).to.include({ answer: 42 });
    expect(fresh("infra", root)).to.equal(true);
  });

  it("of the scaler carries its packages and is the same from every folder", async () => {
    const [first] = await build({ root, names: ["scaler"] });
    const bundle = readFileSync(bundlePath("scaler", root), "utf8");
    expect(bundle).to.not.include('require("yaml")');
    const elsewhere = mkdtempSync(join(realpathSync(tmpdir()), "overflow-build-elsewhere-"));
    try {
      for (const folder of ["tools", "scaler"])
        cpSync(join(root, folder), join(elsewhere, folder), { recursive: true });
      symlinkSync(join(projectRoot, "node_modules"), join(elsewhere, "node_modules"));
      const [second] = await build({ root: elsewhere, names: ["scaler"] });
      expect(second?.sha256).to.equal(first?.sha256);
    } finally {
      rmSync(elsewhere, { recursive: true, force: true });
    }
  });

  it("of the program leaves its packages outside, so that Pulumi's SDK is loaded once", async () => {
    await build({ root, names: ["infra"] });
    expect(readFileSync(bundlePath("infra", root), "utf8")).to.include('require("yaml")');
  });

  it("comes whole when several builds run at once, and leaves nothing else", async () => {
    await Promise.all(Array.from({ length: 4 }, () => build({ root, names: ["infra"], force: true })));
    expect(load("infra")).to.include({ answer: 41 });
    expect(readdirSync(join(root, "dist/infra")).sort()).to.deep.equal(["index.js", "manifest.json"]);
    await build({ root, names: ["infra"] });
    expect(fresh("infra", root)).to.equal(true);
  });

  it("that does not compile leaves the former one, and says where the fault is", async () => {
    await build({ root });
    write("infra/answer.ts", `export const = 1;`);
    const failure = await build({ root }).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).to.be.an("error").with.property("message").that.includes("infra/answer.ts:1");
    expect(load("infra")).to.include({ answer: 41 });
    expect(fresh("infra", root)).to.equal(false);
  });

  it("is not vouched for when a source changes while it is built", async () => {
    const later = new Date(Date.now() + 5_000);
    utimesSync(join(root, "infra/answer.ts"), later, later);
    await build({ root, names: ["infra"] });
    expect(fresh("infra", root)).to.equal(false);
  });

  it("that nobody knows is refused by name", async () => {
    const failure = await build({ root, names: ["nosuch"] }).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure)
      .to.be.an("error")
      .with.property("message")
      .that.matches(/no bundle named nosuch; there are infra, /);
  });
});
