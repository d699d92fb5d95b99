import { spawnSync } from "node:child_process";

/**
 * The oracle's tests with many more networks than `npm test` has time for:
 * `node --import tsx tests/policy/oracle/many.ts TIMES [SEED]`, e.g. 20 for thirty thousand networks.
 */
function main([times = "10", seed = String(Date.now() % 1e6)]: readonly string[]): number {
  console.log(`TIMES ${times}, SEED ${seed}`);
  const mocha = ["node_modules/mocha/bin/mocha.js", "--timeout", "0", "tests/policy/oracle/*.test.ts"];
  const env = { ...process.env, ORACLE_TIMES: times, ORACLE_SEED: seed };
  return spawnSync(process.execPath, mocha, { env, stdio: "inherit" }).status ?? 1;
}

process.exitCode = main(process.argv.slice(2));
