"use strict";

/**
 * Tells whether a bundle in `dist/` is what the sources say now, in a few milliseconds: the entry shims load the bundle when it is fresh,
 * else the sources through tsx. Plain JavaScript, and no package, because it runs before anything else is loaded.
 */

const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const projectRoot = path.resolve(__dirname, "..");

/** Changes whenever the manifest or the way bundles are made changes, so that older bundles are built anew. */
const MANIFEST_SCHEMA = 1;

const manifestPath = (name, root) => path.join(root, "dist", name, "manifest.json");
const bundlePath = (name, root = projectRoot) => path.join(root, "dist", name, "index.js");

/** Path, size and time of change of each file, as one digest. Throws if a file is gone. */
function digestOfFiles(files, root) {
  const hash = createHash("sha256");
  for (const file of files) {
    const { size, mtimeMs } = fs.statSync(path.join(root, file));
    hash.update(`${file}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest("hex");
}

/**
 * Is `dist/<name>/index.js` there, whole, and made of the sources as they are? Any doubt (no manifest, a file gone, a bundle that another
 * build has replaced) is a no.
 */
function fresh(name, root = projectRoot) {
  try {
    const manifest = JSON.parse(fs.readFileSync(manifestPath(name, root), "utf8"));
    return (
      manifest.schema === MANIFEST_SCHEMA &&
      manifest.inputsDigest === digestOfFiles(manifest.inputs, root) &&
      manifest.bundleDigest === digestOfFiles([`dist/${name}/index.js`], root)
    );
  } catch {
    return false;
  }
}

module.exports = { MANIFEST_SCHEMA, bundlePath, digestOfFiles, fresh, manifestPath, projectRoot };
