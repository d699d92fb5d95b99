"use strict";
// `npm test`: set-up, then two lanes beside each other: lint, types, format, unit, property, Python, engine and a few lab tests;
// and the other lab tests, which mostly wait for VMs. What these print is shown when they end. The last line is the sum of all.
const { launch } = require("../tools/launch");
const path = require("node:path");
const { mkdtempSync, readFileSync, rmSync, existsSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { spawn } = require("node:child_process");

const root = path.join(__dirname, "..");
const bin = (name) => path.join(root, "node_modules", ".bin", name);

// Lab tests that follow the engine's, so that both lanes take about the same time.
const inFirstLane = ["storyEnvironments", "machines", "scalerRun"].map((name) => `tests/lab/${name}.test.ts`);

async function main() {
  const folder = mkdtempSync(path.join(tmpdir(), "overflow-tests-"));
  const children = new Set();
  let interrupted = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      interrupted = true;
      for (const child of children) child.kill("SIGTERM");
    });
  }
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

  const run = (
    title,
    command,
    args,
    { env = {}, quiet = false, progress = false, held = false, counts } = {},
  ) =>
    new Promise((resolve) => {
      if (interrupted) return resolve({ title, ok: false, output: "interrupted" });
      if (!quiet && !held) console.log(`\n── ${title}`);
      const child = spawn(command, args, {
        cwd: root,
        env: { ...process.env, ...env, ...(counts ? { OVERFLOW_TEST_COUNTS: counts } : {}) },
        stdio: [
          "ignore",
          quiet || held ? "pipe" : "inherit",
          held || (quiet && !progress) ? "pipe" : "inherit",
        ],
      });
      children.add(child);
      let output = "";
      for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += chunk));
      child.on("error", (error) => (output += error.message));
      child.on("close", (code) => {
        children.delete(child);
        if (held) console.log(`\n── ${title}\n${output.trimEnd()}`);
        resolve({ title, ok: code === 0, output });
      });
    });
  const mocha = (title, { held = false }, ...specs) => {
    const counts = path.join(folder, `${title.replaceAll(" ", "-")}.jsonl`);
    return run(title, process.execPath, [bin("mocha"), "--reporter", "tests/support/reporter.js", ...specs], {
      env: tools,
      held,
      counts,
    }).then((result) => ({
      ...result,
      counts: readCounts(counts),
    }));
  };

  const only = process.argv.slice(2);
  const wants = (part) => only.length === 0 || only.includes(part);
  const results = [];

  let tools = {};
  if (wants("engine") || wants("lab") || wants("python")) {
    console.log("── set-up");
    const setUp = await run("set-up", process.execPath, ["cli/overflow.js", "doctor", "--set-up", "--json"], {
      quiet: true,
      progress: true,
    });
    if (!setUp.ok) {
      console.log(setUp.output.trimEnd());
      console.log("0 passed, 1 failed, 0 skipped");
      process.exit(1);
    }
    const { python, pulumi } = JSON.parse(setUp.output.slice(setUp.output.indexOf("{")));
    tools = { OVERFLOW_PYTHON: python, OVERFLOW_PULUMI: pulumi };
  }

  if (wants("static")) {
    const checks = await Promise.all([
      run("types", process.execPath, [bin("tsc"), "-p", "."], { quiet: true }),
      run("lint", process.execPath, [bin("eslint"), "."], { quiet: true }),
    ]);
    checks.push(await run("format", process.execPath, [bin("prettier"), "--check", "."], { quiet: true }));
    for (const { title, ok, output } of checks) {
      console.log(`${ok ? "✓" : "✗"} ${title}`);
      if (!ok) console.log(output.trimEnd());
    }
    results.push(
      ...checks.map(({ title, ok }) => ({
        title,
        ok,
        counts: { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 },
      })),
    );
  }
  // With a single part nothing runs beside it, and it prints as it goes.
  const isAlone = only.length === 1;
  const labTests = (title, held, ...specs) => (wants("lab") ? mocha(title, { held }, ...specs) : undefined);
  const lab = labTests(
    "lab tests",
    !isAlone,
    ...inFirstLane.flatMap((file) => ["--exclude", file]),
    "tests/lab/**/*.test.ts",
  );
  if (wants("unit"))
    results.push(
      await mocha("unit and property tests", {}, "--exclude", "tests/{engine,lab}/**", "tests/**/*.test.ts"),
    );
  if (wants("python")) {
    const counts = path.join(folder, "python.jsonl");
    const result = await run("Python tests", tools.OVERFLOW_PYTHON, ["tests/python/run.py"], {
      env: tools,
      counts,
    });
    results.push({ ...result, counts: readCounts(counts) });
  }
  if (wants("engine")) results.push(await mocha("engine tests", {}, "tests/engine/**/*.test.ts"));
  const more = labTests("more lab tests", false, ...inFirstLane);
  for (const run of [more, lab]) if (run !== undefined) results.push(await run);

  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const { title, ok, counts } of results) {
    // A run that ended badly without a failed test (a crash, no report) counts as one failure: it must not pass unseen.
    const failed = !ok && counts.failed === 0 ? 1 : counts.failed;
    if (!ok) console.log(`✗ ${title} failed`);
    sum.passed += counts.passed;
    sum.failed += failed;
    sum.skipped += counts.skipped;
  }
  console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
  process.exit(interrupted ? 130 : sum.failed === 0 ? 0 : 1);
}

function readCounts(file) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  if (!existsSync(file)) return sum;
  for (const line of readFileSync(file, "utf8").trim().split("\n")) {
    const counts = JSON.parse(line);
    for (const key of Object.keys(sum)) sum[key] += counts[key];
  }
  return sum;
}

launch(__filename, () => void main());
