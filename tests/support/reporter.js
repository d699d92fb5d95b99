"use strict";
const { appendFileSync } = require("node:fs");
const Mocha = require("mocha");

/** Mocha's `spec`, and the counts of this run as one JSON line in the file that OVERFLOW_TEST_COUNTS names. */
module.exports = class CountingSpec extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const file = process.env.OVERFLOW_TEST_COUNTS;
    if (file === undefined) return;
    runner.once("end", () => {
      const { passes, failures, pending } = this.stats;
      appendFileSync(file, `${JSON.stringify({ passed: passes, failed: failures, skipped: pending })}\n`);
    });
  }
};
