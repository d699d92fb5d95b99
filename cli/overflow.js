#!/usr/bin/env node
"use strict";
const { launch } = require("../tools/launch");

launch(__filename, () => {
  const { fresh } = require("../tools/freshness");
  if (fresh("cli")) require("../dist/cli/index.js");
  else {
    require("tsx/cjs");
    require("./main.ts");
  }
});
