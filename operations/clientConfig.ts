/** In the lab the SDK must take endpoint and credentials from the lab's environment, not from this process's own. */
export function clientConfig(env: NodeJS.ProcessEnv): object {
  const endpoint = env["AWS_ENDPOINT_URL"];
  const accessKeyId = env["AWS_ACCESS_KEY_ID"];
  const secretAccessKey = env["AWS_SECRET_ACCESS_KEY"];
  if (endpoint === undefined || accessKeyId === undefined || secretAccessKey === undefined) return {};
  return { endpoint, credentials: { accessKeyId, secretAccessKey } };
}
