import * as state from "@pulumi/pulumi/runtime/state";
import * as settings from "@pulumi/pulumi/runtime/settings";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import {
  type ReadResourceRequest,
  type RegisterResourceRequest,
  RegisterResourceResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { RunError } from "@pulumi/pulumi";
import { outOfSight } from "./outOfSight";
import { type Registration, registrationOf } from "./registration";

/** What the engine puts where a text is not known. Source: Pulumi, sdk/go/common/resource/plugin/rpc.go, UnknownStringValue. */
const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

type Answer = (error: unknown, response: unknown) => void;

/** An engine at first preview: it makes nothing, echoes inputs, and knows no output. */
class Recorder extends MockMonitor {
  readonly registrations: Registration[] = [];
  /** Why what is recorded is not all that there is. */
  readonly refusals: string[] = [];

  constructor(
    private readonly stack: string,
    private readonly project: string,
  ) {
    // Calls of provider functions have no answer before the account is asked.
    super({
      newResource: () => ({ id: undefined, state: {} }),
      call: () => ({ randomPassword: unknownText }),
    });
  }

  override registerResource(request: RegisterResourceRequest, answer: Answer): Promise<void> {
    const refusal = outOfSight(request);
    if (refusal !== undefined) this.refusals.push(refusal);
    const registration = registrationOf(request, this.stack, this.project);
    this.registrations.push(registration);
    const response = new RegisterResourceResponse();
    response.setUrn(registration.urn);
    response.setObject(request.getObject());
    answer(null, response);
    return Promise.resolve();
  }

  override readResource(request: ReadResourceRequest, answer: Answer): Promise<void> {
    this.refusals.push(
      `The stack declares all that it is made of: it reads no resource (${request.getName()}).`,
    );
    return super.readResource(request, answer);
  }

  override registerResourceOutputs(_request: unknown, answer: Answer): void {
    answer(null, {});
  }
}

/** The runtime's own store of one deployment. It is there for programs run in the caller's process, and not in the SDK's types. */
const { withLocalStorage, getStore } = state as unknown as {
  withLocalStorage: <T>(run: () => Promise<T>) => Promise<T>;
  getStore: () => DeploymentStore;
};
const { waitForRPCs } = settings as unknown as { waitForRPCs: () => Promise<void> };

interface DeploymentStore {
  readonly settings: {
    monitor: unknown;
    readonly options: {
      stack: string;
      project: string;
      dryRun: boolean;
      monitorAddr: string;
      parallel?: number;
    };
  };
  supportsSecrets: boolean;
  supportsResourceReferences: boolean;
  supportsDeletedWith: boolean;
  supportsAliasSpecs: boolean;
}

/**
 * Runs a program as at a first preview, with no engine, in a deployment of its own beside the one that may be under way in
 * this process: its resources as they would be registered, in that order. Touches nothing.
 * @throws what the program throws; RunError if something of it cannot be judged by its inputs (`outOfSight`), or is only read
 */
export async function record(
  { stack, project }: { readonly stack: string; readonly project: string },
  declare: () => unknown,
): Promise<readonly Registration[]> {
  const recorder = new Recorder(stack, project);
  await withLocalStorage(async () => {
    const store = getStore();
    store.settings.monitor = recorder;
    Object.assign(store.settings.options, { stack, project, dryRun: true, monitorAddr: "mock" });
    // As the engine supports them, so that what is registered looks the same.
    store.supportsSecrets = true;
    store.supportsResourceReferences = true;
    store.supportsDeletedWith = true;
    store.supportsAliasSpecs = true;
    await declare();
    await waitForRPCs();
  });
  if (recorder.refusals.length > 0) throw new RunError(recorder.refusals.join("\n"));
  return recorder.registrations;
}
