// @pulumi/pulumi installs a source-map hook that gives wrong lines for code that tsx compiled.
Error.prepareStackTrace = undefined;

const { fresh } = require("../tools/freshness");

// Apart from the command line's bundle, which carries its packages: the program must share Pulumi's SDK with @pulumi/aws.
if (fresh("recording")) {
  module.exports = require("../dist/recording/index.js");
} else {
  require("tsx/cjs");
  module.exports = require("./recordEnvironment.ts");
}
