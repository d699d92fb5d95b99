import { type World } from "./world";

/** Region, and in the lab its endpoint and credentials, for clients of the AWS SDK; on AWS the SDK finds credentials by itself. */
export function clientConfig(env: NodeJS.ProcessEnv, region: string): ClientConfig {
  const endpoint = env["AWS_ENDPOINT_URL"];
  const accessKeyId = env["AWS_ACCESS_KEY_ID"];
  const secretAccessKey = env["AWS_SECRET_ACCESS_KEY"];
  // In the lab the SDK must take them from the lab's environment, not from this process's own.
  if (endpoint === undefined || accessKeyId === undefined || secretAccessKey === undefined) return { region };
  return { region, endpoint, credentials: { accessKeyId, secretAccessKey } };
}

export interface ClientConfig {
  readonly region: string;
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Client configuration of a world, in the region that its stack was made in. */
export function configOf(
  { engine }: { readonly engine: Pick<World["engine"], "env"> },
  region: string,
): ClientConfig {
  return clientConfig(engine.env, region);
}
