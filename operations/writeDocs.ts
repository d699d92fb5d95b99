import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderReference } from "../infra/settings/reference";
import { catalogue } from "../policy/review/catalogue";
import { escapePaths } from "../policy/review/escapePaths";
import { rules } from "../policy/registry";
import { threatModel } from "../policy/review/threatModel";
import { threats } from "../policy/review/threats";

/** `npm run docs`: the pages that are rendered from code. Tests hold them current. */
const pages: Readonly<Record<string, string>> = {
  "settings.md": renderReference(),
  "controls.md": catalogue(rules, escapePaths),
  "threat-model.md": threatModel(threats, escapePaths),
};
for (const [name, text] of Object.entries(pages)) writeFileSync(join(__dirname, "..", "docs", name), text);
