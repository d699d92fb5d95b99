import * as grpc from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { EventsService } from "@pulumi/pulumi/proto/events_grpc_pb";
import { type EventRequest } from "@pulumi/pulumi/proto/events_pb";

/** Longest event that is taken, as in Pulumi's own engine and SDKs: 400 MiB. */
const longestEventBytes = 400 * 1024 * 1024;

/** Where the CLI sends the events of one run. */
export interface EventStream {
  /** Value of its flag `--event-log`. */
  readonly address: string;
  stop(): void;
}

/**
 * Takes the events of a run over loopback, one JSON text each. Not from a file: among them is what the program's SDK logs for debugging,
 * secrets in plain text, and no file may hold that. If this process is killed the CLI goes on without us.
 */
export async function serveEvents(onEvent: (text: string) => void): Promise<EventStream> {
  const server = new grpc.Server({ "grpc.max_receive_message_length": longestEventBytes });
  server.addService(EventsService, {
    streamEvents(
      call: grpc.ServerReadableStream<EventRequest, Empty>,
      callback: grpc.sendUnaryData<Empty>,
    ): void {
      call.on("data", (request: EventRequest) => {
        onEvent(request.getEvent());
      });
      // The CLI waits for this answer before it ends: by then all events are here.
      call.on("end", () => {
        callback(null, new Empty());
      });
      call.on("error", () => undefined);
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  return {
    address: `tcp://127.0.0.1:${port}`,
    stop: () => {
      server.forceShutdown();
    },
  };
}
