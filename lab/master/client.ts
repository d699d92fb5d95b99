import { Agent, fetch } from "undici";

/** Answers come as they are: while it is reconfigured, Buildbot was seen to say gzip of one that was none. */
const plain = { "accept-encoding": "identity" };

/** A small client of the lab's own master, as its administrator: it files builds and reads what became of them. */
export class MasterClient {
  #cookie: string | null = null;
  readonly #dispatcher: Agent;

  /** @param authority PEM text of the CA that the master's certificate must be from */
  constructor(
    readonly webUrl: string,
    private readonly user: string,
    private readonly password: string,
    authority: string,
  ) {
    this.#dispatcher = new Agent({ connect: { ca: authority } });
  }

  /** @throws Error with the master's answer unless it is 200 */
  async get<T>(path: string): Promise<T> {
    const response = await fetch(`${this.webUrl}/api/v2/${path}`, {
      dispatcher: this.#dispatcher,
      headers: { ...plain, accept: "application/json" },
      signal: AbortSignal.timeout(10_000),
    });
    if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  /** Calls a control method as the administrator. @throws Error with the master's answer unless it is 200 */
  async control<T>(path: string, method: string, params: Readonly<Record<string, unknown>> = {}): Promise<T> {
    this.#cookie ??= await this.login();
    const response = await fetch(`${this.webUrl}/api/v2/${path}`, {
      dispatcher: this.#dispatcher,
      method: "POST",
      headers: { ...plain, "content-type": "application/json", cookie: this.#cookie },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
      signal: AbortSignal.timeout(10_000),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return ((await response.json()) as { result: T }).result;
  }

  /**
   * Files one build of `builder` whose test step lasts `seconds`.
   * @returns the build request's id
   */
  async submit(builder: string, seconds: number): Promise<number> {
    const [, requests] = await this.control<[number, Record<string, number>]>(
      "forceschedulers/force",
      "force",
      {
        builderNames: [builder],
        seconds: String(seconds),
      },
    );
    const [requestId] = Object.values(requests);
    if (requestId === undefined) throw new Error(`the master filed no request for builder '${builder}'`);
    return requestId;
  }

  /** True when the master is active and has all these workers in its configuration. */
  async serves(workers: readonly string[]): Promise<boolean> {
    try {
      const { masters } = await this.get<{ masters: { active: boolean }[] }>("masters?field=active");
      const known = await this.get<{ workers: { name: string; configured_on: unknown[] }[] }>(
        "workers?field=name&field=configured_on",
      );
      const configured = new Set(known.workers.filter((w) => w.configured_on.length > 0).map((w) => w.name));
      return masters.some((master) => master.active) && workers.every((name) => configured.has(name));
    } catch {
      return false;
    }
  }

  async isConnected(worker: string): Promise<boolean> {
    const { workers } = await this.get<{ workers: { name: string; connected_to: unknown[] }[] }>(
      "workers?field=name&field=connected_to",
    );
    return workers.some((w) => w.name === worker && w.connected_to.length > 0);
  }

  /** The user's session cookie. Buildbot answers two of that name: an anonymous one first, the user's last. */
  private async login(): Promise<string> {
    const response = await fetch(`${this.webUrl}/auth/login`, {
      dispatcher: this.#dispatcher,
      headers: {
        authorization: `Basic ${Buffer.from(`${this.user}:${this.password}`).toString("base64")}`,
      },
      redirect: "manual",
      signal: AbortSignal.timeout(10_000),
    });
    const cookie = response.headers
      .getSetCookie()
      .filter((each) => each.startsWith("TWISTED_SECURE_SESSION"))
      .at(-1);
    if (response.status !== 302 || cookie === undefined) {
      throw new Error(`login of '${this.user}' at ${this.webUrl}: ${response.status}`);
    }
    return cookie.split(";", 1)[0] ?? "";
  }
}
