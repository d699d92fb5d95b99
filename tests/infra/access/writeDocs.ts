import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { everything } from "./everything";
import { renderAccess } from "./page";

/** Second half of `npm run docs`: the page for which policies must be evaluated, by packages that only tests have. */
async function main(): Promise<void> {
  const page = await renderAccess(await everything());
  writeFileSync(join(__dirname, "..", "..", "..", "docs", "access.md"), page);
}

void main();
