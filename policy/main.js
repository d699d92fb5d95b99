// Pulumi's runner requires this file. It takes the pack prebuilt if that is up to date, else its source through tsx.
const { fresh } = require("../tools/freshness");

if (fresh("policy")) {
  require("../dist/policy/index.js");
} else {
  require("tsx/cjs");
  require("./index.ts");
}
