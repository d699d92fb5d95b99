import { version } from "@pulumi/aws/package.json";
import { serve } from "./serve";

/*
 * `pulumi-resource-aws`, started by the engine: prints its port as the first line, serves until the engine closes
 * standard input (its own end, however it came) or ends this process.
 */

function exit(): never {
  process.exit(0);
}

// Ctrl-C reaches the engine too, which says Cancel and then ends this process: work under way is not cut off.
process.on("SIGINT", () => undefined).on("SIGTERM", exit);
process.stdin.on("end", exit).on("error", exit).resume();

serve({ version, environment: process.env }).then(
  ({ port }) => process.stdout.write(`${port}\n`),
  (error: unknown) => {
    process.stderr.write(`pulumi-resource-aws: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
