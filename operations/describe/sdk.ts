import { type Call, type Service } from "../../policy/sources/describe/call";
import { type Json } from "../../policy/sources/json";
import { type ClientConfig } from "../clients";
import { type Ask } from "./ask";
import { isPlain, plainRequest } from "./plainRequests";
import { type Credentials } from "./signature";

/** What every client of the AWS SDK can do. Source: AWS SDK for JavaScript, Client. */
interface Client {
  readonly config: { readonly credentials: () => Promise<Credentials> };
  send(command: object): Promise<object>;
  destroy(): void;
}

type Constructor<T> = new (argument: object) => T;
type Sdk = Readonly<Record<string, unknown>>;

/** The services that this project has a client for, and the client's name. Loaded when first asked: only `describe` and `--live` need them whole. */
const services: Partial<Record<Service, readonly [load: () => Promise<Sdk>, client: string]>> = {
  ec2: [() => import("@aws-sdk/client-ec2"), "EC2Client"],
  elbv2: [() => import("@aws-sdk/client-elastic-load-balancing-v2"), "ElasticLoadBalancingV2Client"],
  autoscaling: [() => import("@aws-sdk/client-auto-scaling"), "AutoScalingClient"],
  lambda: [() => import("@aws-sdk/client-lambda"), "LambdaClient"],
  iam: [() => import("@aws-sdk/client-iam"), "IAMClient"],
  s3api: [() => import("@aws-sdk/client-s3"), "S3Client"],
  route53: [() => import("@aws-sdk/client-route-53"), "Route53Client"],
  logs: [() => import("@aws-sdk/client-cloudwatch-logs"), "CloudWatchLogsClient"],
  route53resolver: [() => import("@aws-sdk/client-route53resolver"), "Route53ResolverClient"],
};

/** The name of a call's command in the SDK: `describe-vpcs` is DescribeVpcsCommand. */
export function commandName({ operation }: Pick<Call, "operation">): string {
  const words = operation.split("-").map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${words.join("")}Command`;
}

/** Commands of one account and Region, over the SDK. `close` ends its connections. */
export interface AccountClients {
  readonly ask: Ask;
  readonly close: () => void;
}

/** @throws Error, by `ask`, if there is no client for a call's service: what it would tell is missing then */
export function accountClients(config: ClientConfig): AccountClients {
  const clients = new Map<Service, Promise<{ readonly sdk: Sdk; readonly client: Client }>>();
  const clientFor = (service: Service) => {
    const known = clients.get(service);
    if (known !== undefined) return known;
    const made = makeClient(service, config);
    clients.set(service, made);
    return made;
  };
  return {
    ask: async (call, input) => {
      if (isPlain(call.service)) {
        return plainRequest(call, input, config, async () =>
          (await clientFor("ec2")).client.config.credentials(),
        );
      }
      const { sdk, client } = await clientFor(call.service);
      const Command = member<object>(sdk, commandName(call));
      return (await client.send(new Command(input))) as Json;
    },
    close: () => {
      for (const made of clients.values())
        void made.then(
          ({ client }) => {
            client.destroy();
          },
          () => undefined,
        );
    },
  };
}

async function makeClient(
  service: Service,
  config: ClientConfig,
): Promise<{ readonly sdk: Sdk; readonly client: Client }> {
  const known = services[service];
  if (known === undefined)
    throw new Error(`there is no client for the service '${service}'; ask it with the AWS CLI`);
  const [load, name] = known;
  const sdk = await load();
  // The lab's buckets have paths, not host names.
  const paths = service === "s3api" && config.endpoint !== undefined ? { forcePathStyle: true } : {};
  const ClientClass = member<Client>(sdk, name);
  return { sdk, client: new ClientClass({ ...config, ...paths }) };
}

function member<T>(sdk: Sdk, name: string): Constructor<T> {
  const found = sdk[name];
  if (typeof found !== "function") throw new Error(`the AWS SDK has no '${name}'`);
  return found as Constructor<T>;
}
