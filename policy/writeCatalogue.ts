import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { catalogue } from "./catalogue";
import { rules } from "./registry";

writeFileSync(join(__dirname, "..", "docs", "policy-rules.md"), catalogue(rules));
