import { createHash, randomBytes } from "node:crypto";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as provider from "@pulumi/pulumi/proto/provider_pb";
import { Aws } from "./aws";
import { check } from "./check";
import { awsSettings, type Environment } from "./configuration";
import { diff } from "./diff";
import { checkResponse, diffConfigResponse, diffResponse } from "./answers";
import * as lifecycle from "./lifecycle";
import { text } from "./properties";
import { invokeOf, resourceType } from "./registry";
import { type ResourceType } from "./resourceType";
import { previewOfCreate, previewOfUpdate } from "./state";
import { fromStruct, toStruct } from "./struct";
import { type Props, sealed, secretKeys, unsealed } from "./values";

/** `urn:pulumi:<stack>::<project>::<parent types>$<type>::<name>` */
const typeOf = (urn: string): string => urn.split("::")[2]?.split("$").pop() ?? "";
const nameOf = (urn: string): string => urn.split("::").slice(3).join("::");

export interface ServerOptions {
  /** Version of @pulumi/aws that the provider plays. */
  readonly version: string;
  readonly environment: Environment;
}

/** The gRPC service `pulumirpc.ResourceProvider`: one instance serves one `aws` provider resource. */
export class ProviderServer {
  private readonly cancelled = new AbortController();
  private readonly options: ServerOptions;
  private configured: Aws | undefined;

  constructor(options: ServerOptions) {
    this.options = options;
  }

  private get aws(): Aws {
    if (this.configured === undefined)
      throw new Error("The engine calls a provider before it configured it.");
    return this.configured;
  }

  handshake(): provider.ProviderHandshakeResponse {
    // Without acceptSecrets the engine hands secrets over in plain, and tagsAll would stand in plain in the state.
    return new provider.ProviderHandshakeResponse().setAcceptSecrets(true);
  }

  getPluginInfo(): PluginInfo {
    const info = new PluginInfo();
    info.setVersion(this.options.version);
    return info;
  }

  getSchema(): provider.GetSchemaResponse {
    const schema = { name: "aws", version: this.options.version };
    return new provider.GetSchemaResponse().setSchema(JSON.stringify(schema));
  }

  checkConfig(request: provider.CheckRequest): provider.CheckResponse {
    return new provider.CheckResponse().setInputs(request.getNews());
  }

  diffConfig(request: provider.DiffRequest): provider.DiffResponse {
    const olds = unsealed(fromStruct(request.getOldInputs() ?? request.getOlds()));
    return diffConfigResponse(olds, unsealed(fromStruct(request.getNews())));
  }

  configure(request: provider.ConfigureRequest): provider.ConfigureResponse {
    const settings = unsealed(fromStruct(request.getArgs()));
    this.configured = new Aws(awsSettings(settings, this.options.environment), this.cancelled.signal);
    return new provider.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
  }

  async invoke(request: provider.InvokeRequest): Promise<provider.InvokeResponse> {
    const invoke = await invokeOf(request.getTok());
    const args = fromStruct(request.getArgs());
    const plain = unsealed(args);
    const result = await invoke(this.aws.for({ region: text(plain, "region") }), plain);
    return new provider.InvokeResponse().setReturn(toStruct(result));
  }

  async check(request: provider.CheckRequest): Promise<provider.CheckResponse> {
    const type = await resourceType(typeOf(request.getUrn()));
    const news = fromStruct(request.getNews());
    const checked = check(type, {
      logicalName: nameOf(request.getUrn()),
      news: unsealed(news),
      olds: unsealed(fromStruct(request.getOlds())),
      defaultTags: this.aws.settings.defaultTags,
      suffix: suffixOf(request.getRandomseed_asU8()),
    });
    return checkResponse(sealed(checked.inputs, secretKeys(news)), checked.failures);
  }

  async diff(request: provider.DiffRequest): Promise<provider.DiffResponse> {
    const difference = diff(await resourceType(typeOf(request.getUrn())), {
      logicalName: nameOf(request.getUrn()),
      olds: unsealed(fromStruct(request.getOldInputs() ?? request.getOlds())),
      news: unsealed(fromStruct(request.getNews())),
      ignored: request.getIgnorechangesList(),
    });
    return diffResponse(difference);
  }

  async create(request: provider.CreateRequest): Promise<provider.CreateResponse> {
    const type = await resourceType(typeOf(request.getUrn()));
    const inputs = fromStruct(request.getProperties());
    const plain = unsealed(inputs);
    const aws = this.aws.for({ region: text(plain, "region"), timeoutSeconds: request.getTimeout() });
    const response = new provider.CreateResponse();
    if (request.getPreview())
      return response.setProperties(answer(type, previewOfCreate(type, plain, aws.region), inputs));
    try {
      const { id, state } = await lifecycle.create(aws, type, plain);
      return response.setId(id).setProperties(answer(type, state, inputs));
    } catch (error) {
      throw error instanceof lifecycle.IncompleteCreation
        ? error.with((state) => sealedAgain(type, state, inputs))
        : error;
    }
  }

  async read(request: provider.ReadRequest): Promise<provider.ReadResponse> {
    const type = await resourceType(typeOf(request.getUrn()));
    const inputs = fromStruct(request.getInputs());
    const state = fromStruct(request.getProperties());
    const known = { inputs: unsealed(inputs), state: unsealed(state) };
    const aws = this.aws.for({ region: text(known.state, "region"), timeoutSeconds: request.getTimeout() });
    const found = await lifecycle.read(aws, type, request.getId(), known);
    // An empty answer says that the resource is gone.
    if (found === undefined) return new provider.ReadResponse();
    return new provider.ReadResponse()
      .setId(found.id)
      .setProperties(answer(type, found.state, inputs, state))
      .setInputs(answer(type, found.inputs, inputs, state));
  }

  async update(request: provider.UpdateRequest): Promise<provider.UpdateResponse> {
    const type = await resourceType(typeOf(request.getUrn()));
    const news = fromStruct(request.getNews());
    const state = fromStruct(request.getOlds());
    const change = {
      id: request.getId(),
      news: unsealed(news),
      state: unsealed(state),
      oldInputs: unsealed(fromStruct(request.getOldInputs() ?? request.getOlds())),
    };
    const aws = this.aws.for({ region: text(change.state, "region"), timeoutSeconds: request.getTimeout() });
    const after = request.getPreview()
      ? previewOfUpdate(type, change)
      : await lifecycle.update(aws, type, change);
    return new provider.UpdateResponse().setProperties(answer(type, after, news));
  }

  async delete(request: provider.DeleteRequest): Promise<Empty> {
    const type = await resourceType(typeOf(request.getUrn()));
    const state = unsealed(fromStruct(request.getProperties()));
    const aws = this.aws.for({ region: text(state, "region"), timeoutSeconds: request.getTimeout() });
    await lifecycle.remove(aws, type, request.getId(), state);
    return new Empty();
  }

  cancel(): Empty {
    this.cancelled.abort(new Error("Cancelled."));
    return new Empty();
  }
}

/** Digits for an automatic name: from the engine's seed, so that a saved plan and its update agree; else random. */
function suffixOf(seed: Uint8Array): string {
  return seed.length > 0 ? createHash("sha256").update(seed).digest("hex") : randomBytes(8).toString("hex");
}

/** Wraps again what came wrapped, and what the type keeps secret. */
function sealedAgain(type: ResourceType, props: Props, ...sources: Props[]): Props {
  return sealed(props, new Set([...secretKeys(...sources), ...(type.secrets ?? [])]));
}

function answer(type: ResourceType, props: Props, ...sources: Props[]): ReturnType<typeof toStruct> {
  return toStruct(sealedAgain(type, props, ...sources));
}
