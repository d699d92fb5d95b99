import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type TLSSocket } from "node:tls";
import { expect } from "chai";
import fc from "fast-check";
import { egressConfiguration } from "../../infra/mirror/egressConfiguration";
import { nginxConfiguration } from "../../infra/mirror/nginxConfiguration";
import { imageTarget } from "../../infra/mirror/target";
import { mirrors } from "../../infra/settings/groups/mirrors";
import { labAuthority } from "../../lab/certificates/authority";
import { issueCertificates } from "../../lab/certificates/issue";
import { findFreePorts } from "../../lab/processes/ports";
import { testTools } from "./labSupport";
import { nginxOf } from "./support/mirrorStand";
import { Origin } from "./support/origin";
import { eventually } from "./temporaryLab";

const { python } = testTools();

describe("what the settings allow, as nginx reads it", () => {
  const home = mkdtempSync(join(tmpdir(), "overflow-nginx-"));
  before(() => {
    for (const folder of ["logs", "cache", "temp"]) mkdirSync(join(home, folder));
    writeFileSync(join(home, "trusted.pem"), labAuthority());
  });
  after(() => {
    rmSync(home, { recursive: true });
  });

  const characters = (set: string, min: number, max: number) =>
    fc
      .array(
        fc.nat(set.length - 1).map((index) => set.charAt(index)),
        { minLength: min, maxLength: max },
      )
      .map((all) => all.join(""));
  const word = characters("abz09-", 0, 30).map((rest) => `a${rest}`);
  const label = characters("abz09-", 0, 61).map((inner) => `a${inner}z`);
  const upstream = fc.record({
    origin: fc.array(label, { minLength: 2, maxLength: 3 }).map((labels) => `https://${labels.join(".")}`),
    address: fc.ipV4(),
    port: fc.integer({ min: 1, max: 65_535 }),
    immutable: fc.array(
      characters("azAZ09._~*/+@%-", 0, 60).map((glob) => `/${glob}`),
      { maxLength: 5 },
    ),
    indexMinutes: fc.integer({ min: 1, max: 60 }),
    cookies: fc.constantFrom("refuse", "drop"),
  });
  const mirror = fc.record({
    image: fc.constant("ami-0fedcba9876543210"),
    instanceType: fc.constant("c6in.large"),
    rootDevice: fc.constant("/dev/xvda"),
    rootGib: fc.constant(8),
    cacheGib: fc.integer({ min: 10, max: 16_384 }),
    minimum: fc.constant(1),
    maximum: fc.constant(1),
    transport: fc.constant("plain"),
    slice: fc.constant(false),
    dollarsPerHour: fc.constant(1),
    upstreams: fc.dictionary(word, upstream, { minKeys: 1, maxKeys: 5 }),
  });

  it("is a configuration that it accepts", function () {
    this.timeout(60_000);
    const nginx = nginxOf(python);
    fc.assert(
      fc.property(word, mirror, (level, raw) => {
        const at = { path: "overflow:mirrors", file: "Pulumi.x.yaml", problems: [] };
        const settings = mirrors.read({ [level]: raw }, at)?.[level];
        expect(at.problems).to.deep.equal([]);
        if (settings === undefined) throw new Error("the settings could not be read");
        const { transport, slice } = settings;
        const content = { ...settings, level, domain: `${level}.mirror.x.internal` };
        writeFileSync(
          join(home, "nginx.conf"),
          nginxConfiguration(content, imageTarget({ transport, slice })),
        );
        execFileSync(nginx, ["-t", "-q", "-p", home, "-c", "nginx.conf", "-e", "stderr"], { stdio: "pipe" });
      }),
      { numRuns: 12 },
    );
  });
});

describe("the build network's egress, with the real nginx", () => {
  const home = mkdtempSync(join(tmpdir(), "overflow-egress-"));
  let port = 0;
  let nginx: ChildProcess;
  let origin: Origin;
  let names: Socket;

  before(async function () {
    this.timeout(30_000);
    const { pypi } = await issueCertificates(python, { pypi: ["files.example.org"] });
    origin = await Origin.start(pypi, { "/": (_, response) => response.end("here") });
    names = createSocket("udp4").on("message", (question, { port: to }) => {
      names.send(loopbackAnswer(question), to);
    });
    names.bind(0, "127.0.0.1");
    await once(names, "listening");
    [port = 0] = await findFreePorts(1);
    const configuration = egressConfiguration({
      listen: `127.0.0.1:${port}`,
      allow: ["127.0.0.0/8"],
      origins: [{ host: "files.example.org", port: origin.port }],
      resolvers: [`127.0.0.1:${names.address().port}`],
      loadModules: [],
      accessLog: join(home, "egress.jsonl"),
    });
    writeFileSync(join(home, "nginx.conf"), configuration);
    const options = ["-p", home, "-c", "nginx.conf", "-e", "stderr", "-g", "daemon off;"];
    nginx = spawn(nginxOf(python), options, { stdio: "ignore" });
    await eventually(async () => (await handshake("files.example.org")) !== null);
  });

  after(async () => {
    nginx.kill("SIGTERM");
    await once(nginx, "close");
    names.close();
    await origin.stop();
    rmSync(home, { recursive: true });
  });

  /** The name in the certificate that is shown for a server name; null: closed without any. */
  async function handshake(servername: string): Promise<string | null> {
    const socket: TLSSocket = connect({ host: "127.0.0.1", port, servername, ca: labAuthority() });
    try {
      await once(socket, "secureConnect");
      const { CN } = socket.getPeerCertificate().subject;
      return typeof CN === "string" ? CN : null;
    } catch {
      return null;
    } finally {
      socket.destroy();
    }
  }

  it("passes TLS on to a listed origin, whose own certificate the client sees", async () => {
    expect(await handshake("files.example.org")).to.equal("files.example.org");
  });

  it("closes on any other name, and writes down who asked for it", async () => {
    expect(await handshake("elsewhere.example")).to.equal(null);
    const log = () => readFileSync(join(home, "egress.jsonl"), "utf8").trim().split("\n");
    await eventually(() => log().some((line) => line.includes("elsewhere.example")));
    const last = JSON.parse(log().at(-1) ?? "") as Record<string, unknown>;
    expect(last).to.include({ name: "elsewhere.example", client: "127.0.0.1", status: 502, sentBytes: 0 });
  });
});

/** 127.0.0.1 for whatever is asked. Source: RFC 1035, 4.1: header, the question again, one A record that points at its name. */
function loopbackAnswer(question: Buffer): Buffer {
  const header = Buffer.from([...question.subarray(0, 2), 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0]);
  const end = question.indexOf(0, 12) + 5;
  const record = Buffer.from([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1]);
  return Buffer.concat([header, question.subarray(12, end), record]);
}
