import { once } from "node:events";
import { createServer as createPlain } from "node:http";
import { createServer, type Server } from "node:https";
import { connect, type Socket } from "node:net";
import { X509Certificate } from "node:crypto";
import { expect } from "chai";
import { labAuthority } from "../../lab/certificates/authority";
import { type Certificate, issueCertificates } from "../../lab/certificates/issue";
import { listen, portOf } from "../../lab/processes/ports";
import { createBuildbotQueue } from "../../scaler/buildbot";
import { MasterHttp } from "../../scaler/buildbot/http";
import { FREE_LEASE } from "../../scaler/lease";
import { firstState, tick } from "../../scaler/tick";
import { fakePorts } from "../scaler/fakes";
import { NOW } from "../scaler/worlds";
import { exampleAuthority, python } from "./buildbotSupport";

describe("certificates of the lab's authority", () => {
  it("are for the names and addresses asked for, by one authority that is the committed one", async () => {
    const { master, pypi } = await issueCertificates(python(), {
      master: ["10.20.0.10", "buildmaster.corp.example"],
      pypi: ["pypi.org"],
    });
    const authority = new X509Certificate(labAuthority());
    for (const { certificate, privateKey } of [master, pypi]) {
      expect(new X509Certificate(certificate).verify(authority.publicKey)).to.equal(true);
      expect(privateKey).to.include("-----BEGIN PRIVATE KEY-----");
    }
    const leaf = new X509Certificate(master.certificate);
    expect([leaf.checkIP("10.20.0.10"), leaf.checkHost("buildmaster.corp.example")]).to.not.include(
      undefined,
    );
    expect([leaf.checkIP("10.20.0.11"), leaf.checkHost("pypi.org")]).to.deep.equal([undefined, undefined]);
  });

  it("are not made for no name, and the reason is told", async () => {
    const error: unknown = await issueCertificates(python(), { master: [] }).catch(
      (reason: unknown) => reason,
    );
    expect(String(error)).to.include("a certificate needs a name");
  });
});

describe("the scaler's calls to a master by https", () => {
  const servers: { close(): void; closeAllConnections(): void }[] = [];
  /** Requests that a server has read. */
  const heard: string[] = [];
  let right: Certificate;
  let wrongName: Certificate;
  /** HOST:PORT that the proxy was asked for. */
  const asked: string[] = [];

  async function serve({ certificate: cert, privateKey: key }: Certificate): Promise<Server> {
    const server = createServer({ cert, key }, (request, response) => {
      heard.push(request.url ?? "");
      response.end("{}");
    });
    await listen(server);
    servers.push(server);
    return server;
  }

  /** A proxy that leads to one port, whatever it is asked for, as the link leads to the master. */
  async function proxyTo(port: number): Promise<string> {
    const server = createPlain().on("connect", (request, client: Socket) => {
      asked.push(request.url ?? "");
      const upstream = connect(port, "127.0.0.1", () => {
        client.write("HTTP/1.1 200 Connection established\r\n\r\n");
        upstream.pipe(client).pipe(upstream);
      });
      upstream.on("error", () => client.destroy());
      client.on("error", () => upstream.destroy());
    });
    await listen(server);
    servers.push(server);
    return `http://127.0.0.1:${portOf(server)}`;
  }

  async function ask(webUrl: string, certificateAuthority: string, httpProxy?: string): Promise<string> {
    const http = new MasterHttp({
      webUrl,
      certificateAuthority,
      timeoutMs: 5000,
      ...(httpProxy === undefined ? {} : { httpProxy }),
    });
    try {
      return JSON.stringify(await http.json("/api/v2/masters"));
    } catch (error) {
      return String(error);
    } finally {
      await http.close();
    }
  }

  /** The same question straight and through a proxy, where the master has the address of the settings. */
  async function askBothWays(port: number, authority: string): Promise<readonly string[]> {
    return [
      await ask(`https://127.0.0.1:${port}`, authority),
      await ask("https://10.20.0.10:8010", authority, await proxyTo(port)),
    ];
  }

  before(async () => {
    ({ right, wrongName } = await issueCertificates(python(), {
      right: ["10.20.0.10", "127.0.0.1", "localhost"],
      wrongName: ["10.20.0.11", "buildmaster.corp.example"],
    }));
  });

  beforeEach(() => {
    heard.length = 0;
    asked.length = 0;
  });

  after(() => {
    for (const server of servers) {
      server.close();
      server.closeAllConnections();
    }
  });

  it("are answered where the certificate is the authority's and for that address, through the link, too", async () => {
    const server = await serve(right);
    expect(await askBothWays(portOf(server), labAuthority())).to.deep.equal(["{}", "{}"]);
    expect(asked).to.deep.equal(["10.20.0.10:8010"]);
    expect(await ask(`https://localhost:${portOf(server)}`, labAuthority())).to.equal("{}");
    expect(await ask(`https://localhost:${portOf(server)}`, exampleAuthority() + labAuthority())).to.equal(
      "{}",
    );
  });

  it("are not made to a master of another authority", async () => {
    for (const answer of await askBothWays(portOf(await serve(right)), exampleAuthority())) {
      expect(answer).to.include("is not from the CA of overflow:buildNetwork.certificateAuthority");
    }
    expect(heard).to.deep.equal([]);
  });

  it("are not made to a master whose certificate is for another name or address", async () => {
    for (const answer of await askBothWays(portOf(await serve(wrongName)), labAuthority())) {
      expect(answer)
        .to.include("the master's certificate is for another name")
        .and.include("MasterUnreadable");
    }
    expect(heard).to.deep.equal([]);
  });

  it("never fall back to plain http", async () => {
    const plain = createPlain((request, response) => {
      heard.push(request.url ?? "");
      response.end("{}");
    });
    await listen(plain);
    servers.push(plain);
    for (const answer of await askBothWays(portOf(plain), labAuthority())) {
      expect(answer).to.include("the master's web port speaks no TLS");
    }
    expect(heard).to.deep.equal([]);
  });

  it("are not made by a redirection to plain http either", async () => {
    const server = createServer({ cert: right.certificate, key: right.privateKey }, (request, response) => {
      heard.push(request.url ?? "");
      response.writeHead(302, { location: "http://127.0.0.1:1/" }).end();
    });
    await listen(server);
    servers.push(server);
    expect(await ask(`https://127.0.0.1:${portOf(server)}`, labAuthority())).to.include("302");
    expect(heard).to.have.length(1);
  });

  it("keep the event stream to the authority, too", async () => {
    const server = createServer({ cert: right.certificate, key: right.privateKey }, (_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write("event: handshake\ndata: 1\n\n");
    });
    await listen(server);
    servers.push(server);
    const webUrl = `https://127.0.0.1:${portOf(server)}`;
    const open = async (certificateAuthority: string) => {
      const http = new MasterHttp({ webUrl, certificateAuthority });
      try {
        const { body } = await http.stream("/sse/listen/x", AbortSignal.timeout(5000));
        const [chunk] = (await once(body, "data")) as [Buffer];
        return chunk.toString().split("\n")[0];
      } catch (error) {
        return (error as NodeJS.ErrnoException).code;
      } finally {
        await http.close();
      }
    };
    expect(await open(labAuthority())).to.equal("event: handshake");
    expect(await open(exampleAuthority())).to.equal("UNABLE_TO_VERIFY_LEAF_SIGNATURE");
  });

  it("hold the scaler where they are not made, with the reason in its journal", async () => {
    const ports = fakePorts();
    ports.store.lease = { ...FREE_LEASE, version: 1, holder: "a", fence: 1, expiresAtMs: NOW + 20_000 };
    const leader = { holder: "a", fence: 1, check: () => undefined };
    const looked = await tick(ports, leader, firstState(null));
    ports.queue.pending = [{ requestId: 1, builder: "linux64", submittedAtMs: NOW - 5_000 }];
    const queue = createBuildbotQueue({
      webUrl: `https://127.0.0.1:${portOf(await serve(right))}`,
      certificateAuthority: exampleAuthority(),
      user: "overflow",
      password: "secret",
      clock: ports.clock,
    });
    await tick({ ...ports, queue }, leader, looked);
    await queue.close();
    const [hold] = ports.store.entries.at(-1)?.holds ?? [];
    expect(hold?.code).to.equal("master-unreadable");
    expect(hold?.reason).to.include("is not from the CA of overflow:buildNetwork.certificateAuthority");
    expect(ports.fleet.calls).to.deep.equal([]);
    expect(heard).to.deep.equal([]);
  });

  it("cannot be set up with an authority for http, or without one for https", () => {
    const make = (webUrl: string, certificateAuthority: string | null) => () =>
      new MasterHttp({ webUrl, certificateAuthority });
    expect(make("http://10.20.0.10:8010", labAuthority())).to.throw(
      TypeError,
      "takes no certificate authority",
    );
    expect(make("https://10.20.0.10:8010", null)).to.throw(TypeError, "needs certificate authority");
  });
});
