// @pulumi/pulumi installs a source-map hook that gives wrong lines for code that tsx compiled.
Error.prepareStackTrace = undefined;

const { fresh } = require("../tools/freshness");

if (fresh("infra")) {
  module.exports = require("../dist/infra/index.js");
} else {
  require("tsx/cjs");
  module.exports = require("./index.ts");
}
