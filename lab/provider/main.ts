import { version } from "@pulumi/aws/package.json";
import { serve } from "./serve";

/*
 * `pulumi-resource-aws`, started by the engine: prints its port as the first line, serves until the engine closes
 * standard input (its own end, however it came) or ends this process.
 */

function exit(): never {
  process.exit(0);
}

// The engine runs its plugins in process groups of their own, where Ctrl-C does not reach them: SIGINT is how it ends one.
process.on("SIGINT", exit).on("SIGTERM", exit);
process.stdin.on("end", exit).on("error", exit).resume();

serve({ version, environment: process.env }).then(
  ({ port }) => process.stdout.write(`${port}\n`),
  (error: unknown) => {
    process.stderr.write(`pulumi-resource-aws: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
