import * as grpc from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { failure } from "./failure";
import { ProviderServer, type ServerOptions } from "./server";

/** Longest message, as in Pulumi's own engine and SDKs: 400 MiB. */
const longestMessageBytes = 400 * 1024 * 1024;

/** A gRPC handler of a method that answers or throws. */
function unary<Request, Answer>(
  handler: (request: Request) => Answer | Promise<Answer>,
): grpc.handleUnaryCall<Request, Answer> {
  return (call, callback) => {
    Promise.resolve()
      .then(() => handler(call.request))
      .then(
        (answer) => {
          callback(null, answer);
        },
        (error: unknown) => {
          callback(failure(error));
        },
      );
  };
}

export interface RunningProvider {
  readonly port: number;
  stop(): void;
}

/** Serves on a free port of the loopback interface. */
export function serve(options: ServerOptions): Promise<RunningProvider> {
  const provider = new ProviderServer(options);
  const server = new grpc.Server({ "grpc.max_receive_message_length": longestMessageBytes });
  server.addService(ResourceProviderService, {
    handshake: unary(() => provider.handshake()),
    getPluginInfo: unary(() => provider.getPluginInfo()),
    getSchema: unary(() => provider.getSchema()),
    checkConfig: unary(provider.checkConfig.bind(provider)),
    diffConfig: unary(provider.diffConfig.bind(provider)),
    configure: unary(provider.configure.bind(provider)),
    invoke: unary(provider.invoke.bind(provider)),
    check: unary(provider.check.bind(provider)),
    diff: unary(provider.diff.bind(provider)),
    create: unary(provider.create.bind(provider)),
    read: unary(provider.read.bind(provider)),
    update: unary(provider.update.bind(provider)),
    delete: unary(provider.delete.bind(provider)),
    cancel: unary(() => provider.cancel()),
  });
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
      if (error !== null) reject(error);
      else
        resolve({
          port,
          stop: () => {
            provider.cancel();
            server.forceShutdown();
          },
        });
    });
  });
}
