import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { compact, type Props } from "./values";

/** Properties as they came, secrets and unknowns still marked; nulls are left out. */
export function fromStruct(struct: Struct | undefined): Props {
  return struct === undefined ? {} : compact(struct.toJavaScript());
}

/** Leaves out null and undefined, which a Struct cannot hold or the engine would read as a value. */
export function toStruct(props: Props): Struct {
  return Struct.fromJavaScript(compact(props) as Parameters<typeof Struct.fromJavaScript>[0]);
}
