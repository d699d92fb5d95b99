import { expect } from "chai";
import { spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buildPulumi, findPulumi, type ToolOptions } from "../../lab/toolchain/pulumi";
import { findPython, makePython } from "../../lab/toolchain/python";
import { startTicksOf } from "../../engine/processes";
import { projectRoot } from "../../tools/freshness";
import { until } from "../engine/waiting";

/** With programs of a few lines of shell in the place of go, python3.11 and pulumi: no network, no build. */
describe("a tool that must be made", function () {
  this.timeout(20_000);
  let root: string;
  let progress: string[];
  let options: ToolOptions;

  const script = (file: string, body: string): string => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), `#!/bin/sh\n${body}\n`);
    chmodSync(join(root, file), 0o755);
    return join(root, file);
  };
  const runs = (name: string): number =>
    existsSync(join(root, name)) ? readFileSync(join(root, name), "utf8").trim().split("\n").length : 0;
  const failureOf = async (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => "",
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );

  beforeEach(() => {
    root = mkdtempSync(join(realpathSync(tmpdir()), "overflow-tools-"));
    for (const file of ["lab/engine/go.sum", "lab/toolchain/requirements.txt"]) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), "pinned");
    }
    progress = [];
    options = {
      cache: join(root, "cache"),
      projectRoot: root,
      env: { PATH: `${join(root, "bin")}:/usr/bin:/bin`, COUNT: root },
      onProgress: (message) => progress.push(message),
    };
    // "go build … -o FILE package": the argument after -o is what to write.
    script(
      "bin/go",
      `echo run >> "$COUNT/go-runs"; while [ "$1" != -o ]; do shift; done; printf '#!/bin/sh\\n' > "$2"; chmod +x "$2"`,
    );
    script(
      "bin/python3.11",
      `[ "$1" = --version ] && { echo "Python 3.11.7"; exit; }
       echo run >> "$COUNT/venv-runs"; mkdir -p "$3/bin"; printf '#!/bin/sh\\n[ -z "$FAIL" ] || { echo "no such package"; exit 1; }' > "$3/bin/python"; chmod +x "$3/bin/python"`,
    );
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  describe("the Pulumi CLI", () => {
    it("is built once, though several ask at once, and found from then on", async () => {
      const built = await Promise.all([buildPulumi(options), buildPulumi(options), buildPulumi(options)]);
      expect(new Set(built).size).to.equal(1);
      expect(runs("go-runs")).to.equal(1);
      expect(await findPulumi(options)).to.equal(built[0]);
      expect(readdirSync(dirname(built[0])).sort()).to.deep.equal(["pulumi"]);
    });

    it("is built anew when the pinned modules change", async () => {
      await buildPulumi(options);
      writeFileSync(join(root, "lab/engine/go.sum"), "other");
      expect(await findPulumi(options)).to.equal(undefined);
    });

    it("is not there after a build that failed; the message ends as the compiler's did", async () => {
      script("bin/go", `echo "no space left on device" >&2; exit 1`);
      expect(await failureOf(buildPulumi(options))).to.match(
        /could not be built .*\nno space left on device$/,
      );
      expect(await findPulumi(options)).to.equal(undefined);
    });

    it("is not there after a build that was interrupted, and its rest is swept by the next", async () => {
      script(
        "bin/go",
        `while [ "$1" != -o ]; do shift; done; echo half > "$2"; echo $$ > "$COUNT/started"; exec sleep 600`,
      );
      const controller = new AbortController();
      const building = failureOf(buildPulumi({ ...options, signal: controller.signal }));
      await until(() => runs("started") === 1);
      controller.abort();
      expect(await building).to.include("interrupted");
      expect(await findPulumi(options)).to.equal(undefined);
      script("bin/go", `while [ "$1" != -o ]; do shift; done; echo whole > "$2"; chmod +x "$2"`);
      const built = await buildPulumi(options);
      expect(readFileSync(built, "utf8")).to.equal("whole\n");
      expect(readdirSync(dirname(built))).to.deep.equal(["pulumi"]);
    });

    it("is not built on when the one who asked is killed", async () => {
      script("bin/go", `echo $$ > "$COUNT/started"; exec sleep 600`);
      const source = `require("./lab/toolchain/pulumi").buildPulumi({ ...${JSON.stringify(options)}, onProgress: () => 0 })`;
      const asker = spawn(process.execPath, ["--require", "tsx/cjs", "--eval", source], {
        cwd: projectRoot,
        stdio: "ignore",
      });
      await until(() => runs("started") === 1 && readFileSync(join(root, "started"), "utf8").endsWith("\n"));
      const compiler = Number(readFileSync(join(root, "started"), "utf8"));
      expect(startTicksOf(compiler)).to.not.equal(undefined);
      asker.kill("SIGKILL");
      await until(() => startTicksOf(compiler) === undefined);
    });

    it("is taken from PATH if it is new enough and has its language host; its version is asked once", async () => {
      const pulumi = script("bin/pulumi", `echo run >> "$COUNT/pulumi-runs"; echo v3.260.1`);
      expect(await findPulumi(options)).to.equal(undefined);
      script("bin/pulumi-language-nodejs", "");
      expect(await findPulumi(options)).to.equal(pulumi);
      expect(await findPulumi(options)).to.equal(pulumi);
      expect(runs("pulumi-runs")).to.equal(1);
    });

    it("is not taken from PATH if it is older", async () => {
      script("bin/pulumi", "echo v3.258.9");
      script("bin/pulumi-language-nodejs", "");
      expect(await findPulumi(options)).to.equal(undefined);
    });

    it("is the one that the user names, or an error that says so", async () => {
      const own = script("own/pulumi", "");
      expect(await findPulumi({ ...options, env: { OVERFLOW_PULUMI: own } })).to.equal(own);
      const absent = findPulumi({ ...options, env: { OVERFLOW_PULUMI: "/none" } });
      expect(await failureOf(absent)).to.match(/^OVERFLOW_PULUMI is \/none, .* Correct it or unset it\.$/);
    });
  });

  describe("the lab's Python", () => {
    it("is made once, though several ask at once, and found from then on", async () => {
      const made = await Promise.all([makePython(options), makePython(options)]);
      expect(new Set(made).size).to.equal(1);
      expect(runs("venv-runs")).to.equal(1);
      expect(findPython(options)).to.equal(made[0]);
    });

    it("is made anew when a former try was cut short", async () => {
      const failing = { ...options, env: { ...options.env, FAIL: "1" } };
      expect(await failureOf(makePython(failing))).to.match(/could not be made .*\nno such package$/);
      expect(findPython(options)).to.equal(undefined);
      await makePython(options);
      expect(runs("venv-runs")).to.equal(2);
    });

    it("is made anew when the Python that it was made from is gone", async () => {
      rmSync(await makePython(options));
      expect(findPython(options)).to.equal(undefined);
    });
  });
});
