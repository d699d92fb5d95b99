import { Server, ServerCredentials } from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import { Children } from "./children";
import { languageService } from "./service";

/**
 * Pulumi's language host for Node.js: `pulumi-language-nodejs [flags] <engine address>`. The engine starts it, reads the port from the
 * first line of its stdout, and holds its stdin open for as long as it lives.
 */
function main(): void {
  const engineAddress =
    process.argv
      .slice(2)
      .filter((argument) => !argument.startsWith("-"))
      .at(-1) ?? "";
  const children = new Children();
  // The engine's own limit for a message (rpcutil in Pulumi's SDK): 400 MiB.
  const server = new Server({
    "grpc.max_receive_message_length": 400 * 1024 * 1024,
    "grpc.max_send_message_length": -1,
  });
  server.addService(LanguageRuntimeService, languageService(engineAddress, children));
  server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error) {
      process.stderr.write(`pulumi-language-nodejs: ${error.message}\n`);
      process.exit(1);
    }
    process.stdout.write(`${port}\n`);
  });

  const end = (): void => {
    void children.endAll().then(() => process.exit(0));
  };
  process.once("SIGINT", end).once("SIGTERM", end).once("SIGHUP", end);
  process.stdin.once("end", end).once("error", end).resume();
}

main();
