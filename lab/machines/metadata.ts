/** What a VM's metadata service tells about it. */
export interface MetadataSource {
  readonly instanceId: string;
  readonly privateIp: string;
  readonly region: string;
  /** Decoded; empty: none. */
  readonly userData: Buffer;
  /** null: InstanceMetadataTags is disabled. */
  readonly tags: Readonly<Record<string, string>> | null;
}

export interface MetadataRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface MetadataAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** Longest life of a token: 6 hours (EC2 User Guide, "Use the Instance Metadata Service"). */
const MAX_TOKEN_SECONDS = 21_600;

const TOKEN_HEADER = "x-aws-ec2-metadata-token";
const TTL_HEADER = "x-aws-ec2-metadata-token-ttl-seconds";

/**
 * The instance metadata service, version 2 only (`HttpTokens=required`), of one VM: a token by PUT, then GETs that carry it.
 * Source of paths, headers and status codes: EC2 User Guide, "Use the Instance Metadata Service to access instance metadata".
 */
export class MetadataService {
  private readonly expiresAtMs = new Map<string, number>();

  constructor(
    /** Read at each request: tags may change while the VM runs. */
    private readonly source: () => MetadataSource,
    private readonly makeToken: () => string,
  ) {}

  answer(request: MetadataRequest, nowMs: number): MetadataAnswer {
    if (request.method === "PUT" && request.path === "/latest/api/token") return this.issue(request, nowMs);
    if (request.method !== "GET") return status(405, "Method Not Allowed");
    const token = request.headers[TOKEN_HEADER];
    const expiresAtMs = typeof token === "string" ? this.expiresAtMs.get(token) : undefined;
    if (expiresAtMs === undefined || expiresAtMs <= nowMs) return status(401, "Unauthorized");
    const body = lookUp(this.source(), request.path);
    if (body === null) return status(404, "Not Found");
    const ttl = Math.floor((expiresAtMs - nowMs) / 1000);
    return { status: 200, headers: { "content-type": "text/plain", [TTL_HEADER]: String(ttl) }, body };
  }

  private issue({ headers }: MetadataRequest, nowMs: number): MetadataAnswer {
    // A token asked for through a proxy would end up beyond the VM.
    if (headers["x-forwarded-for"] !== undefined) return status(403, "Forbidden");
    const seconds = Number(headers[TTL_HEADER]);
    if (!Number.isInteger(seconds) || seconds < 1 || seconds > MAX_TOKEN_SECONDS)
      return status(400, "Bad Request");
    for (const [token, expiresAtMs] of this.expiresAtMs)
      if (expiresAtMs <= nowMs) this.expiresAtMs.delete(token);
    const token = this.makeToken();
    this.expiresAtMs.set(token, nowMs + seconds * 1000);
    return {
      status: 200,
      headers: { "content-type": "text/plain", [TTL_HEADER]: String(seconds) },
      body: token,
    };
  }
}

const status = (code: number, text: string): MetadataAnswer => ({
  status: code,
  headers: { "content-type": "text/plain" },
  body: text,
});

function lookUp(source: MetadataSource, path: string): string | Buffer | null {
  if (path === "/latest/user-data") return source.userData.length === 0 ? null : source.userData;
  const prefix = "/latest/meta-data";
  if (path !== prefix && !path.startsWith(`${prefix}/`)) return null;
  return walk(metadataTree(source), path.slice(prefix.length).split("/").filter(Boolean));
}

interface Tree {
  readonly [key: string]: string | Tree;
}

function metadataTree(source: MetadataSource): Tree {
  const hostName = `ip-${source.privateIp.replaceAll(".", "-")}.${source.region}.compute.internal`;
  return {
    hostname: hostName,
    "instance-id": source.instanceId,
    "local-hostname": hostName,
    "local-ipv4": source.privateIp,
    placement: { region: source.region },
    ...(source.tags === null ? {} : { tags: { instance: source.tags } }),
  };
}

/** A leaf's text, or a branch's list of keys, each branch among them with a slash behind it; null: no such path. */
function walk(tree: Tree, keys: readonly string[]): string | null {
  let node: string | Tree | undefined = tree;
  for (const key of keys) {
    node = typeof node === "object" && Object.hasOwn(node, key) ? node[key] : undefined;
    if (node === undefined) return null;
  }
  if (typeof node === "string") return node;
  return Object.entries(node)
    .map(([key, value]) => (typeof value === "string" ? key : `${key}/`))
    .join("\n");
}
