import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeGatewayFiles } from "../../operations/gateway";
import { gatewayFiles } from "../../reports/gateway/files";
import { planOf } from "../../reports/gateway/plan";
import { linkOf } from "../reports/gateway/plans";
import { checkersOf, type Sample } from "./checkers";

/**
 * `npm run gateway:check`: has the real tools read what `overflow gateway` prints, for both kinds of routing and one and two
 * gateways. Tools that are not installed are named; only a refusal is a failure, and a run in which no tool was there.
 */
async function main(): Promise<number> {
  const root = mkdtempSync(join(tmpdir(), "overflow-gateway-check-"));
  const counts = { accepted: 0, refused: 0, missing: 0 };
  try {
    for (const sample of samples(root)) {
      for (const [what, check] of Object.entries(checkersOf(sample))) {
        const outcome = await check(sample);
        counts[outcome.verdict] += 1;
        const title = `${sample.title}, ${what}`;
        if (outcome.verdict === "accepted") console.log(`✓ ${title} (${outcome.by})`);
        else if (outcome.verdict === "missing")
          console.log(`- ${title}: not checked, there is no ${outcome.what}`);
        else console.log(`✗ ${title} (${outcome.by}):\n${outcome.said}`);
      }
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
  console.log(`${counts.accepted} accepted, ${counts.refused} refused, ${counts.missing} not checked`);
  return counts.refused === 0 && counts.accepted > 0 ? 0 : 1;
}

function samples(root: string): readonly Sample[] {
  const cases = [
    { routing: "static", gateways: 1 },
    { routing: "bgp", gateways: 1 },
    { routing: "bgp", gateways: 2 },
  ] as const;
  return cases.flatMap(({ routing, gateways }) => {
    const link = linkOf(routing, gateways);
    return link.connections.map(({ gateway }) => {
      const plan = planOf("staging", link, { gateway });
      const title = `${routing}, ${gateways} gateway(s), ${gateway}`;
      const folder = join(root, `${routing}-${gateways}`);
      writeGatewayFiles(folder, { plan, files: gatewayFiles(plan), presharedKeySecretArn: "" });
      return { title, plan, folder: join(folder, gateway) };
    });
  });
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
