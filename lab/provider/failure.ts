import * as grpc from "@grpc/grpc-js";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { IncompleteCreation } from "./lifecycle";
import { toStruct } from "./struct";

/** AWS's code goes first, as in `DependencyViolation: The vpc … has dependencies`. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === "Error" ? error.message : `${error.name}: ${error.message}`;
}

/**
 * A failure as the engine understands it. Of an incomplete creation it learns the id, so that the resource is in its
 * state and the next update looks at it first, instead of making a second one.
 */
export function failure(error: unknown): Partial<grpc.StatusObject> {
  const details = describe(error);
  if (!(error instanceof IncompleteCreation)) return { code: grpc.status.UNKNOWN, details };
  const incomplete = new ErrorResourceInitFailed()
    .setId(error.resource.id)
    .setProperties(toStruct(error.resource.state))
    .setReasonsList([details])
    .setRefreshBeforeUpdate(true);
  const detail = new Any();
  detail.pack(incomplete.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new Status().setCode(grpc.status.UNKNOWN).setMessage(details);
  // Not in the chain: it answers the detail, not the status.
  status.addDetails(detail);
  const metadata = new grpc.Metadata();
  // Where gRPC carries structured errors (google.rpc.Status).
  metadata.set("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return { code: grpc.status.UNKNOWN, details, metadata };
}
