import * as pulumi from "@pulumi/pulumi";
import { type RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { type Registration, registrationOf } from "./registration";

type Answer = (error: Error | null, response?: unknown) => void;

/** The calls by which a program makes or takes over resources. Source: Pulumi, proto/pulumi/resource.proto, ResourceMonitor. */
interface Monitor {
  registerResource: (request: RegisterResourceRequest, ...rest: readonly [...unknown[], Answer]) => unknown;
  readResource: (request: unknown, ...rest: readonly [...unknown[], Answer]) => unknown;
}

/**
 * Has every registration of this program from now on looked at before the engine sees it.
 * @param refusalOf why one is refused; undefined: it is let through. Resources that are only read are always refused: nothing of
 * another's making belongs to the stack
 */
export function guardRegistrations(refusalOf: (registration: Registration) => string | undefined): void {
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor | undefined;
  if (monitor === undefined)
    throw new pulumi.RunError("There is no engine: run the program by pulumi or overflow.");
  const [stack, project] = [pulumi.getStack(), pulumi.getProject()];
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, ...rest) => {
    const refusal = refusalOf(registrationOf(request, stack, project));
    if (refusal === undefined) return register(request, ...rest);
    answerOf(rest)(new pulumi.RunError(refusal));
  };
  monitor.readResource = (_request, ...rest) => { answerOf(rest)(
      new pulumi.RunError(
        "The gate refuses a resource that is only read: the stack declares all that it is made of.",
      ),
    ); };
}

function answerOf(rest: readonly [...unknown[], Answer]): Answer {
  return rest.at(-1) as Answer;
}
