import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { credentials } from "@grpc/grpc-js";
import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import * as rpc from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/analyzer_pb";
import { type Declared } from "../../policy/sources/declared";

const root = join(__dirname, "..", "..");

/** What a policy said of a resource or of the stack. */
export interface Diagnostic {
  readonly policy: string;
  readonly message: string;
  readonly urn: string;
  readonly level: "advisory" | "mandatory" | "disabled" | "remediate";
}

const levels = ["advisory", "mandatory", "disabled", "remediate"] as const;

/** A policy pack as the engine runs it: its own process, asked over gRPC. */
export class Analyzer {
  private constructor(
    private readonly child: ChildProcess,
    private readonly client: rpc.AnalyzerClient,
  ) {}

  /** Starts the pack in `folder`. @throws Error with what it printed if it does not start */
  static start(folder = join(root, "policy"), env: NodeJS.ProcessEnv = {}): Promise<Analyzer> {
    const runner = join(root, "node_modules/@pulumi/pulumi/cmd/run-policy-pack");
    const child = spawn(process.execPath, [runner, "127.0.0.1:0", folder], {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    return new Promise((resolve, reject) => {
      let [out, errors] = ["", ""];
      child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
      child.stdout.on("data", (chunk: Buffer) => {
        out += chunk.toString();
        const port = /^(\d+)\n/.exec(out)?.[1];
        if (port === undefined) return;
        const unbounded = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };
        const client = new rpc.AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure(), unbounded);
        resolve(new Analyzer(child, client));
      });
      child.on("exit", (code) => {
        reject(new Error(`the pack ended with ${String(code)}: ${errors}`));
      });
    });
  }

  /** Sets options of policies, as `--policy-pack-config` does; every one stays mandatory. */
  configure(options: Readonly<Record<string, object>>): Promise<void> {
    const request = new messages.ConfigureAnalyzerRequest();
    for (const [policy, properties] of Object.entries(options)) {
      const config = new messages.PolicyConfig();
      config.setEnforcementlevel(messages.EnforcementLevel.MANDATORY);
      config.setProperties(structOf({ ...properties }));
      request.getPolicyconfigMap().set(policy, config);
    }
    return new Promise((resolve, reject) => {
      this.client.configure(request, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  }

  /** Judges one resource's inputs, as before it is created. */
  resource(declared: Declared): Promise<readonly Diagnostic[]> {
    const request = new messages.AnalyzeRequest();
    request.setType(declared.type);
    request.setUrn(declared.urn);
    request.setName(declared.name);
    request.setProperties(structOf(declared.inputs));
    request.setOptions(optionsOf(declared));
    if (declared.provider !== undefined) request.setProvider(providerOf(declared.provider));
    return new Promise((resolve, reject) => {
      this.client.analyze(request, (error, response) => {
        if (error) reject(error);
        else resolve(diagnosticsOf(response));
      });
    });
  }

  /** Judges a stack's outputs, as at the end of a preview; here they are the inputs. */
  stack(resources: readonly Declared[]): Promise<readonly Diagnostic[]> {
    const request = new messages.AnalyzeStackRequest();
    request.setResourcesList(resources.map(messageOf));
    return new Promise((resolve, reject) => {
      this.client.analyzeStack(request, (error, response) => {
        if (error) reject(error);
        else resolve(diagnosticsOf(response));
      });
    });
  }

  stop(): Promise<void> {
    this.client.close();
    return new Promise((resolve) => {
      if (this.child.exitCode !== null || this.child.signalCode !== null) {
        resolve();
        return;
      }
      this.child.once("exit", () => {
        resolve();
      });
      this.child.kill();
    });
  }
}

function messageOf(declared: Declared): messages.AnalyzerResource {
  const message = new messages.AnalyzerResource();
  message.setType(declared.type);
  message.setUrn(declared.urn);
  message.setName(declared.name);
  message.setProperties(structOf(declared.inputs));
  message.setOptions(optionsOf(declared));
  if (declared.provider !== undefined) message.setProvider(providerOf(declared.provider));
  for (const [property, urns] of Object.entries(declared.sources)) {
    const dependencies = new messages.AnalyzerPropertyDependencies();
    dependencies.setUrnsList([...urns]);
    message.getPropertydependenciesMap().set(property, dependencies);
  }
  return message;
}

/** As the SDK sends them: what is undefined is left out. */
function structOf(inputs: Declared["inputs"]): Struct {
  const sent = JSON.parse(JSON.stringify(inputs)) as Parameters<typeof Struct.fromJavaScript>[0];
  return Struct.fromJavaScript(sent);
}

function optionsOf({ ignoreChanges = [] }: Declared): messages.AnalyzerResourceOptions {
  const options = new messages.AnalyzerResourceOptions();
  options.setIgnorechangesList([...ignoreChanges]);
  options.setCustomtimeouts(new messages.AnalyzerResourceOptions.CustomTimeouts());
  return options;
}

function providerOf(type: string): messages.AnalyzerProviderResource {
  const provider = new messages.AnalyzerProviderResource();
  provider.setType(type);
  provider.setName("aws");
  provider.setUrn(`urn:pulumi:test::overflow::${type}::aws`);
  provider.setProperties(new Struct());
  return provider;
}

function diagnosticsOf(response: messages.AnalyzeResponse): readonly Diagnostic[] {
  return response.getDiagnosticsList().map((diagnostic) => ({
    policy: diagnostic.getPolicyname(),
    message: diagnostic.getMessage(),
    urn: diagnostic.getUrn(),
    level: levels[diagnostic.getEnforcementlevel()],
  }));
}
