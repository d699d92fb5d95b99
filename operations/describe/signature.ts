import { createHash, createHmac } from "node:crypto";

/** Who signs. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

export interface Request {
  readonly method: "GET" | "POST";
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

/**
 * A request's headers with its signature, for services that this project has no client for.
 * Source: IAM guide, "Create a signed AWS API request" (Signature Version 4).
 */
export function signed(
  request: Request,
  scope: { readonly service: string; readonly region: string; readonly at: Date },
  { accessKeyId, secretAccessKey, sessionToken }: Credentials,
): Readonly<Record<string, string>> {
  const stamp = scope.at.toISOString().replace(/[-:]|\.\d{3}/g, "");
  const day = stamp.slice(0, 8);
  const headers: Readonly<Record<string, string>> = {
    ...request.headers,
    host: request.url.host,
    "x-amz-date": stamp,
    ...(sessionToken !== undefined && { "x-amz-security-token": sessionToken }),
  };
  const names = Object.keys(headers).sort();
  const list = names.join(";");
  const canonical = [
    ...[request.method, request.url.pathname, request.url.searchParams.toString()],
    ...names.map((name) => `${name}:${(headers[name] ?? "").trim()}`),
    ...["", list, sha256(request.body)],
  ].join("\n");
  const credential = [day, scope.region, scope.service, "aws4_request"];
  const text = ["AWS4-HMAC-SHA256", stamp, credential.join("/"), sha256(canonical)].join("\n");
  const key = credential.reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  const signature = hmac(key, text).toString("hex");
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${credential.join("/")}, SignedHeaders=${list}, Signature=${signature}`;
  return { ...headers, authorization };
}
