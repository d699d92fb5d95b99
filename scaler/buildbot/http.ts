import { type Dispatcher, EnvHttpProxyAgent, request } from "undici";
import { MasterUnreadable } from "../ports";
import { tlsFault } from "./tlsFault";

export interface MasterHttpOptions {
  /** Base URL of the master's web server without a trailing slash. */
  readonly webUrl: string;
  /**
   * PEM text of the authorities that may vouch for the master, by its address or name in `webUrl`: none of the system's
   * does. Null: `webUrl` is http.
   */
  readonly certificateAuthority: string | null;
  /** Longest time of one call from first byte sent to last byte read, milliseconds. @default 10 000 */
  readonly timeoutMs?: number;
  /** Longest answer taken, bytes. @default 16 MiB: 10,000 pending requests with few fields are 1.5 MB (measured) */
  readonly maxBodyBytes?: number;
  /** Proxy that opens tunnels (CONNECT). @default the variable HTTP_PROXY (for https HTTPS_PROXY, if set); none if unset */
  readonly httpProxy?: string;
  /** Hosts reached without the proxy. @default the variable NO_PROXY */
  readonly noProxy?: string;
}

export interface MasterAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Codes of failures that a second try on a fresh connection cures: the kept-alive one was closed at the other end. */
const staleConnection = new Set(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"]);

/** Calls to the master's web server over kept-alive connections, bounded in time and size. */
export class MasterHttp {
  readonly #agent: EnvHttpProxyAgent;
  readonly #timeoutMs: number;
  readonly #maxBodyBytes: number;

  /** @throws TypeError if an authority is given for plain http, or none for https: nothing is ever sent in clear by mistake */
  constructor(private readonly options: MasterHttpOptions) {
    const { webUrl, certificateAuthority, httpProxy, noProxy } = options;
    if (webUrl.startsWith("https://") !== (certificateAuthority !== null)) {
      throw new TypeError(
        `${webUrl} ${certificateAuthority === null ? "needs" : "takes no"} certificate authority`,
      );
    }
    // `ca` takes the place of the system's authorities. The variable NODE_TLS_REJECT_UNAUTHORIZED changes nothing here.
    const tls = certificateAuthority === null ? {} : { ca: certificateAuthority, rejectUnauthorized: true };
    this.#agent = new EnvHttpProxyAgent({
      connect: tls,
      requestTls: tls,
      ...(httpProxy === undefined ? {} : { httpProxy }),
      ...(noProxy === undefined ? {} : { noProxy }),
    });
    this.#timeoutMs = options.timeoutMs ?? 10_000;
    this.#maxBodyBytes = options.maxBodyBytes ?? 16 * 1024 * 1024;
  }

  /**
   * One whole answer, whatever its status. Every call here may be repeated without harm, so one that failed on a
   * stale connection is.
   * @throws MasterUnreadable if none came, in time and size
   */
  async call(
    method: "GET" | "POST",
    path: string,
    headers: Readonly<Record<string, string>> = {},
    body?: string,
  ): Promise<MasterAnswer> {
    const once = () => this.#once(method, path, headers, body);
    try {
      return await once().catch((error: unknown) => {
        if (staleConnection.has(codeOf(error))) return once();
        throw error;
      });
    } catch (error) {
      if (error instanceof MasterUnreadable) throw error;
      throw new MasterUnreadable(`${method} ${this.options.webUrl}${path}: ${describe(error)}`, {
        cause: error,
      });
    }
  }

  /**
   * The JSON of a 200 answer to a GET.
   * @throws MasterUnreadable otherwise
   */
  async json(path: string): Promise<unknown> {
    const answer = await this.call("GET", path, { accept: "application/json" });
    if (answer.status !== 200) throw new MasterUnreadable(`GET ${path}: ${refusal(answer)}`);
    try {
      return JSON.parse(answer.body) as unknown;
    } catch {
      throw new MasterUnreadable(`GET ${path}: the answer is not JSON: ${excerpt(answer.body)}`);
    }
  }

  /** An answer without an end; the caller reads its body and ends it by `signal`. @throws Error of the connection */
  async stream(path: string, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    return request(`${this.options.webUrl}${path}`, {
      dispatcher: this.#agent,
      headers: { accept: "text/event-stream" },
      headersTimeout: this.#timeoutMs,
      bodyTimeout: 0,
      signal,
    });
  }

  /** Closes all connections at once. */
  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  async #once(
    method: "GET" | "POST",
    path: string,
    headers: Readonly<Record<string, string>>,
    body: string | undefined,
  ): Promise<MasterAnswer> {
    const response = await request(`${this.options.webUrl}${path}`, {
      dispatcher: this.#agent,
      method,
      headers,
      body: body ?? null,
      signal: AbortSignal.timeout(this.#timeoutMs),
    });
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of response.body as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > this.#maxBodyBytes) {
        throw new MasterUnreadable(
          `${method} ${path}: the answer is longer than ${this.#maxBodyBytes} bytes`,
        );
      }
      chunks.push(chunk);
    }
    return {
      status: response.statusCode,
      headers: response.headers,
      body: Buffer.concat(chunks).toString("utf8"),
    };
  }
}

/** Status and the master's own words, for a message. */
export function refusal(answer: MasterAnswer): string {
  return `${answer.status} ${excerpt(answer.body)}`;
}

function excerpt(text: string): string {
  return JSON.stringify(text.slice(0, 200));
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** An error's words; undici puts the telling ones into the cause. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : "";
  const words = `${error.message || codeOf(error)}${cause}`;
  const fault = tlsFault(error);
  return fault === null ? words : `${fault} (${words})`;
}
