"use strict";

/**
 * Builds the bundles in `dist/` that are not fresh: `node tools/build.js [name …]`. Two builds may run at once: each file comes whole by a
 * rename, and a manifest vouches only for the very bundle that it was written for.
 */

const { createHash, randomBytes } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");
const { bundles, target } = require("./bundles");
const {
  MANIFEST_SCHEMA,
  bundlePath,
  digestOfFiles,
  fresh,
  manifestPath,
  projectRoot,
} = require("./freshness");

/** Beside its own sources, every bundle depends on these: the packages, and how bundles are made. */
const commonInputs = ["package-lock.json", "tsconfig.json", "tools/build.js", "tools/bundles.js"];

/** Writes a file so that a reader sees the old one or the new one, never a part. Answers the temporary file's status: the rename keeps it. */
function writeWhole(file, content) {
  const temporary = `${file}.${process.pid}-${randomBytes(4).toString("hex")}`;
  try {
    fs.writeFileSync(temporary, content);
    const bundleStatus = fs.statSync(temporary);
    fs.renameSync(temporary, file);
    return bundleStatus;
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  }
}

/** Our own files among esbuild's inputs, relative to the root. Packages are vouched for by package-lock.json. */
function ownInputs(metafile, root) {
  const own = Object.keys(metafile.inputs).filter(
    (input) => !input.includes("node_modules/") && !input.startsWith("..") && !input.includes(":"),
  );
  const common = commonInputs.filter((file) => fs.existsSync(path.join(root, file)));
  return [...new Set([...own, ...common])].sort();
}

/** Builds one bundle, whether fresh or not. @returns {Promise<{name: string, sha256: string, bytes: number}>} */
async function buildOne(name, root) {
  const { entry, options } = bundles[name];
  const startedAtMs = Date.now();
  const outfile = bundlePath(name, root);
  const result = await require("esbuild").build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    target,
    metafile: true,
    write: false,
    logLevel: "silent",
    ...options,
    external: [...(options.external ?? []), path.join(root, "tools", "*")],
  });

  fs.mkdirSync(path.dirname(outfile), { recursive: true });
  let bundleStatus;
  let sha256 = "";
  for (const { path: file, contents } of result.outputFiles) {
    const status = writeWhole(file, contents);
    if (file !== outfile) continue;
    bundleStatus = status;
    sha256 = createHash("sha256").update(contents).digest("hex");
  }

  const inputs = ownInputs(result.metafile, root);
  // esbuild may have read it before the change or after: this bundle is used by nobody, and the next build makes it anew.
  const changedMeanwhile = inputs.some(
    (file) => Math.floor(fs.statSync(path.join(root, file)).mtimeMs) > startedAtMs,
  );
  const manifest = {
    schema: MANIFEST_SCHEMA,
    inputs,
    inputsDigest: changedMeanwhile ? "changed while building" : digestOfFiles(inputs, root),
    bundleDigest: digestOfStatus(`dist/${name}/index.js`, bundleStatus),
    sha256,
  };
  writeWhole(manifestPath(name, root), `${JSON.stringify(manifest, undefined, 2)}\n`);
  return { name, sha256, bytes: bundleStatus.size };
}

/** As digestOfFiles, but of the status that the bundle had when *we* wrote it: another build may have replaced the file since. */
function digestOfStatus(file, { size, mtimeMs }) {
  return createHash("sha256").update(`${file}\0${size}\0${mtimeMs}\n`).digest("hex");
}

/**
 * Builds what is not fresh. A bundle whose sources do not exist is left out.
 * @returns {Promise<{name: string, built: boolean, sha256?: string, bytes?: number}[]>}
 */
async function build({ names = Object.keys(bundles), root = projectRoot, force = false } = {}) {
  const unknown = names.filter((name) => !(name in bundles));
  if (unknown.length > 0) {
    throw new Error(`no bundle named ${unknown.join(", ")}; there are ${Object.keys(bundles).join(", ")}`);
  }
  const present = names.filter((name) => fs.existsSync(path.join(root, bundles[name].entry)));
  return Promise.all(
    present.map(async (name) =>
      !force && fresh(name, root) ? { name, built: false } : { built: true, ...(await buildOne(name, root)) },
    ),
  );
}

/** The command: prints a line for each bundle that was built. */
async function main(args) {
  const names = args.filter((arg) => arg !== "--force");
  const results = await build({ ...(names.length > 0 ? { names } : {}), force: args.includes("--force") });
  for (const { name, built, sha256, bytes } of results) {
    if (built)
      console.log(
        `built dist/${name}/index.js (${Math.ceil(bytes / 1024)} KiB, sha256 ${sha256.slice(0, 16)})`,
      );
  }
}

if (require.main === module) {
  main(process.argv.slice(2)).catch((error) => {
    for (const { location, text } of error.errors ?? []) {
      console.error(location ? `${location.file}:${location.line}:${location.column}: ${text}` : text);
    }
    console.error(`tools/build.js: ${error.message.split("\n")[0]}`);
    process.exitCode = 1;
  });
}

module.exports = { build };
