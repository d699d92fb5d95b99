import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { serve } from "../../../lab/provider/serve";
import { fromStruct, toStruct } from "../../../lab/provider/struct";
import { type Props } from "../../../lab/provider/values";

type Callback<Answer> = (error: grpc.ServiceError | null, answer?: Answer) => void;

/** What a provider says when it fails. */
export class ProviderError extends Error {
  /** Of a resource that was made all the same: its id, as the engine reads it; undefined if there is none. */
  readonly incompleteId: string | undefined;

  constructor(error: grpc.ServiceError) {
    super(error.details);
    const [structure] = error.metadata.get("grpc-status-details-bin");
    this.incompleteId = structure instanceof Buffer ? idOfIncomplete(error.code, structure) : undefined;
  }
}

/** Reads google.rpc.Status as the engine's gRPC library does, which takes it only if its code is the call's. */
function idOfIncomplete(code: number, structure: Buffer): string | undefined {
  const status = Status.deserializeBinary(structure);
  if (status.getCode() !== code) return undefined;
  const [detail] = status.getDetailsList();
  return detail
    ?.unpack(
      (bytes: Uint8Array) => messages.ErrorResourceInitFailed.deserializeBinary(bytes),
      "pulumirpc.ErrorResourceInitFailed",
    )
    ?.getId();
}

/** One call, its answer as a promise; an error has the provider's words. */
function answered<Answer>(call: (callback: Callback<Answer>) => unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    call((error, answer) => {
      if (error !== null) reject(new ProviderError(error));
      else if (answer === undefined) reject(new Error("No answer."));
      else resolve(answer);
    });
  });
}

export interface Found {
  readonly id: string;
  readonly state: Props;
  readonly inputs: Props;
}

/** Plays the engine: talks to a provider as the engine does, in plain objects (secrets and unknowns stay marked). */
export class Driver {
  readonly client: ResourceProviderClient;
  private readonly stopServer: () => void;

  private constructor(client: ResourceProviderClient, stopServer: () => void) {
    this.client = client;
    this.stopServer = stopServer;
  }

  static async start(endpoint: string, settings: Props = {}): Promise<Driver> {
    const server = await serve({ version: "7.48.0", environment: { AWS_ENDPOINT_URL: endpoint } });
    const address = `127.0.0.1:${server.port}`;
    const client = new ResourceProviderClient(address, grpc.credentials.createInsecure());
    const driver = new Driver(client, () => {
      server.stop();
    });
    await driver.configure(settings);
    return driver;
  }

  async configure(settings: Props): Promise<void> {
    const request = new messages.ConfigureRequest().setArgs(toStruct(settings));
    await answered<messages.ConfigureResponse>((done) => this.client.configure(request, done));
  }

  stop(): void {
    this.client.close();
    this.stopServer();
  }

  async check(urn: string, news: Props, olds: Props = {}): Promise<{ inputs: Props; failures: string[] }> {
    const request = new messages.CheckRequest().setUrn(urn).setNews(toStruct(news)).setOlds(toStruct(olds));
    const answer = await answered<messages.CheckResponse>((done) => this.client.check(request, done));
    return {
      inputs: fromStruct(answer.getInputs()),
      failures: answer.getFailuresList().map((failure) => `${failure.getProperty()}: ${failure.getReason()}`),
    };
  }

  async diff(
    urn: string,
    id: string,
    olds: Props,
    news: Props,
  ): Promise<{ changed: string[]; replaces: string[]; deleteBeforeReplace: boolean }> {
    const request = new messages.DiffRequest()
      .setUrn(urn)
      .setId(id)
      .setOldInputs(toStruct(olds))
      .setNews(toStruct(news));
    const answer = await answered<messages.DiffResponse>((done) => this.client.diff(request, done));
    return {
      changed: answer.getDiffsList().sort(),
      replaces: answer.getReplacesList().sort(),
      deleteBeforeReplace: answer.getDeletebeforereplace(),
    };
  }

  async create(urn: string, inputs: Props, preview = false): Promise<{ id: string; state: Props }> {
    const request = new messages.CreateRequest()
      .setUrn(urn)
      .setProperties(toStruct(inputs))
      .setPreview(preview);
    const answer = await answered<messages.CreateResponse>((done) => this.client.create(request, done));
    return { id: answer.getId(), state: fromStruct(answer.getProperties()) };
  }

  /** Undefined when the provider says that the resource is gone. */
  async read(urn: string, id: string, inputs: Props = {}, state: Props = {}): Promise<Found | undefined> {
    const request = new messages.ReadRequest()
      .setUrn(urn)
      .setId(id)
      .setInputs(toStruct(inputs))
      .setProperties(toStruct(state));
    const answer = await answered<messages.ReadResponse>((done) => this.client.read(request, done));
    if (answer.getId() === "") return undefined;
    return {
      id: answer.getId(),
      state: fromStruct(answer.getProperties()),
      inputs: fromStruct(answer.getInputs()),
    };
  }

  async update(
    urn: string,
    id: string,
    change: { readonly state: Props; readonly olds: Props; readonly news: Props },
    preview = false,
  ): Promise<Props> {
    const request = new messages.UpdateRequest()
      .setUrn(urn)
      .setId(id)
      .setOlds(toStruct(change.state))
      .setOldInputs(toStruct(change.olds))
      .setNews(toStruct(change.news))
      .setPreview(preview);
    const answer = await answered<messages.UpdateResponse>((done) => this.client.update(request, done));
    return fromStruct(answer.getProperties());
  }

  async delete(urn: string, id: string, state: Props): Promise<void> {
    const request = new messages.DeleteRequest().setUrn(urn).setId(id).setProperties(toStruct(state));
    await answered((done) => this.client.delete(request, done));
  }

  async cancel(): Promise<void> {
    await answered((done) => this.client.cancel(new Empty(), done));
  }

  async invoke(token: string, args: Props = {}): Promise<Props> {
    const request = new messages.InvokeRequest().setTok(token).setArgs(toStruct(args));
    const answer = await answered<messages.InvokeResponse>((done) => this.client.invoke(request, done));
    return fromStruct(answer.getReturn());
  }
}

let count = 0;

/** The URN of a resource of this type; each with another logical name. */
export function urnOf(token: string): string {
  count += 1;
  return `urn:pulumi:dev::overflow::${token}::part-${count}`;
}
