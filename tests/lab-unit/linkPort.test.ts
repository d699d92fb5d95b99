import { expect } from "chai";
import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { buildNetworkOnly } from "../../lab/link/destination";
import { LinkPort } from "../../lab/link/linkPort";
import { listen, portOf } from "../../lab/processes/ports";

const ADDRESS = "10.20.0.10:9989";

/** A build network of one server that echoes, and an entry into it. */
class Rig {
  readonly accepted: Socket[] = [];
  private constructor(
    readonly server: Server,
    readonly entry: LinkPort,
  ) {
    server.on("connection", (socket) => {
      this.accepted.push(socket);
      socket.on("error", () => undefined);
      socket.on("data", (bytes) => socket.write(bytes));
      socket.on("end", () => socket.end());
    });
  }

  static async make(): Promise<Rig> {
    const server = await listen(createServer({ allowHalfOpen: true }));
    return new Rig(
      server,
      await LinkPort.open("i-1", buildNetworkOnly(new Map([[ADDRESS, portOf(server)]]))),
    );
  }

  async end(): Promise<void> {
    for (const socket of this.accepted) socket.destroy();
    await this.entry.close();
    await new Promise((done) => this.server.close(done));
  }

  /** The raw answer to the first line; the socket is then the tunnel. */
  async ask(address: string): Promise<{ socket: Socket; head: string }> {
    const socket = this.dial(address);
    const [bytes] = (await once(socket, "data")) as [Buffer];
    return { socket, head: bytes.toString() };
  }

  dial(address: string): Socket {
    const socket = connect(this.entry.state().port, "127.0.0.1");
    socket.on("error", () => undefined);
    socket.write(`CONNECT ${address} HTTP/1.1\r\nHost: ${address}\r\n\r\n`);
    return socket;
  }
}

async function read(socket: Socket): Promise<string> {
  const [bytes] = (await once(socket, "data")) as [Buffer];
  return bytes.toString();
}

/** Unlike `once`, takes an error before it for part of the closing. */
function closed(socket: Socket): Promise<{ hadError: boolean }> {
  return new Promise((done) =>
    socket.once("close", (hadError) => {
      done({ hadError });
    }),
  );
}

/** Resolves once nothing more can happen by itself: what is under way has had several turns of the event loop. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((done) => setImmediate(done));
}

describe("the link's entry of a machine", () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await Rig.make();
  });
  afterEach(() => rig.end());

  it("carries bytes both ways to a declared address, and counts them", async () => {
    const { socket, head } = await rig.ask(ADDRESS);
    expect(head).to.match(/^HTTP\/1\.1 200 /);
    socket.write("hello");
    expect(await read(socket)).to.equal("hello");
    expect(rig.entry.state().destinations).to.deep.equal([
      { address: ADDRESS, connections: 1, open: 1, sentBytes: 5, receivedBytes: 5 },
    ]);
  });

  it("refuses any other destination with 403 and its reason, and counts it", async () => {
    const { head } = await rig.ask("203.0.113.7:443");
    expect(head)
      .to.match(/^HTTP\/1\.1 403 /)
      .and.contain("No route to 203.0.113.7:443.");
    await rig.ask("203.0.113.7:443");
    expect(rig.entry.state().refused).to.deep.equal([{ address: "203.0.113.7:443", count: 2 }]);
    expect(rig.accepted).to.be.empty;
  });

  it("refuses plain requests: it is a tunnel, not a proxy for web pages", async () => {
    const answer = await fetch(`http://127.0.0.1:${rig.entry.state().port}/`);
    expect(answer.status).to.equal(405);
  });

  it("answers 502 when the declared address does not listen", async () => {
    await new Promise((done) => rig.server.close(done));
    const { head } = await rig.ask(ADDRESS);
    expect(head).to.match(/^HTTP\/1\.1 502 /);
  });

  it("passes on an orderly end after all bytes before it", async () => {
    const { socket } = await rig.ask(ADDRESS);
    socket.end("last words");
    let heard = "";
    socket.on("data", (bytes) => (heard += bytes.toString()));
    await closed(socket);
    expect(heard).to.equal("last words");
    expect(rig.entry.state().destinations[0]?.open).to.equal(0);
  });

  it("passes on a reset", async () => {
    const { socket } = await rig.ask(ADDRESS);
    socket.resetAndDestroy();
    const [upstream] = rig.accepted;
    expect(await closed(upstream!)).to.deep.equal({ hadError: true });
  });

  it("cut: resets both sides and every new connection, until it is open again", async () => {
    const { socket } = await rig.ask(ADDRESS);
    const closings = Promise.all([closed(socket), closed(rig.accepted[0]!)]);
    rig.entry.set("cut", 0);
    await closings;
    await closed(rig.dial(ADDRESS));
    rig.entry.set("open", 0);
    expect((await rig.ask(ADDRESS)).head).to.match(/ 200 /);
  });

  it("black-hole: swallows both directions, keeps connections open, delivers once open again", async () => {
    const { socket } = await rig.ask(ADDRESS);
    rig.entry.set("black-hole", 0);
    const heard: string[] = [];
    socket.on("data", (bytes) => heard.push(bytes.toString()));
    socket.write("from the machine;");
    rig.accepted[0]!.write("from the network;");
    const late = rig.dial(ADDRESS);
    const lateAnswer = read(late);
    await settle();
    expect(heard).to.deep.equal([]);
    expect(socket.destroyed || rig.accepted[0]!.destroyed).to.equal(false);
    expect(rig.entry.state().destinations[0]).to.deep.include({ connections: 1, open: 1, sentBytes: 0 });

    rig.entry.set("open", 0);
    expect(await lateAnswer).to.match(/ 200 /);
    while (heard.join("").length < "from the machine;from the network;".length) await once(socket, "data");
    expect(heard.join("")).to.contain("from the machine;").and.contain("from the network;");
  });

  it("black-hole: the network does not learn that the machine's process has died, until open again", async () => {
    const { socket } = await rig.ask(ADDRESS);
    rig.entry.set("black-hole", 0);
    socket.destroy();
    await closed(socket);
    await settle();
    expect(rig.accepted[0]!.readableEnded || rig.accepted[0]!.destroyed).to.equal(false);
    const ending = closed(rig.accepted[0]!);
    rig.entry.set("open", 0);
    await ending;
  });

  it("delays each piece by the milliseconds asked for, in order", async () => {
    const { socket } = await rig.ask(ADDRESS);
    rig.entry.set("open", 30);
    const sentAtMs = performance.now();
    socket.write("a");
    socket.write("b");
    let heard = "";
    while (heard.length < 2) heard += await read(socket);
    expect(heard).to.equal("ab");
    expect(performance.now() - sentAtMs).to.be.at.least(59);
  });

  it("freezes silently, and on thaw resets both sides, whatever was held", async () => {
    const { socket } = await rig.ask(ADDRESS);
    rig.entry.freeze();
    rig.accepted[0]!.write("are you there?");
    await settle();
    expect(rig.entry.state().frozen).to.equal(true);
    expect(socket.destroyed || rig.accepted[0]!.destroyed).to.equal(false);
    const closings = Promise.all([closed(socket), closed(rig.accepted[0]!)]);
    rig.entry.thaw();
    await closings;
    expect((await rig.ask(ADDRESS)).head).to.match(/ 200 /);
  });

  it("tells the network that the machine lost its power, unless the path is silent", async () => {
    await rig.ask(ADDRESS);
    rig.entry.dropMachine();
    await closed(rig.accepted[0]!);
    await rig.ask(ADDRESS);
    rig.entry.set("black-hole", 0);
    rig.entry.dropMachine();
    await settle();
    expect(rig.accepted[1]!.destroyed).to.equal(false);
    expect(rig.entry.keepsSecrets()).to.equal(true);
    const ending = closed(rig.accepted[1]!);
    rig.entry.set("open", 0);
    await ending;
    expect(rig.entry.keepsSecrets()).to.equal(false);
  });

  it("does not lose or reorder a long stream", async () => {
    const { socket } = await rig.ask(ADDRESS);
    const sent = Buffer.alloc(8 * 1024 * 1024, "0123456789abcdef-");
    const chunks: Buffer[] = [];
    socket.on("data", (bytes: Buffer) => chunks.push(bytes));
    socket.end(sent);
    await closed(socket);
    expect(Buffer.concat(chunks).equals(sent)).to.equal(true);
  });
});
