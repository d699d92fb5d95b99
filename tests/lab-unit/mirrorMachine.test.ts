import { expect } from "chai";
import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { serveControl } from "../../lab/control";
import { buildNetworkOnly } from "../../lab/link/destination";
import { LinkPort } from "../../lab/link/linkPort";
import { Forwarder } from "../../lab/machines/forwarder";
import { Heartbeat } from "../../lab/machines/heartbeat";
import { roleOf } from "../../lab/machines/userData";
import { listen, portOf } from "../../lab/processes/ports";
import { eventually } from "../lab/temporaryLab";

describe("the role that user data tells", () => {
  const mirror = JSON.stringify({ overflow: 1, role: "mirror" });
  const cases: readonly (readonly [string, Buffer, string])[] = [
    ["plain JSON of a mirror", Buffer.from(mirror), "mirror"],
    ["gzipped JSON of a mirror", gzipSync(mirror), "mirror"],
    ["a worker's", Buffer.from('{"overflow":1,"worker":"w"}'), "worker"],
    ["none", Buffer.alloc(0), "worker"],
    ["no JSON", Buffer.from("#!/bin/sh"), "worker"],
    ["a broken gzip stream", Buffer.from([0x1f, 0x8b, 0]), "worker"],
    ["JSON that is no object", Buffer.from("null"), "worker"],
  ];
  for (const [what, userData, role] of cases) {
    it(`is ${role} for ${what}`, () => {
      expect(roleOf(userData)).to.equal(role);
    });
  }
});

describe("a loopback port that leads into the build network", () => {
  const ADDRESS = "10.20.0.30:443";
  let origin: Server;
  let entry: LinkPort;
  let forwarder: Forwarder;
  const accepted: Socket[] = [];

  beforeEach(async () => {
    origin = await listen(createServer({ allowHalfOpen: true }));
    origin.on("connection", (socket) => {
      accepted.push(socket);
      socket.on("error", () => undefined);
      socket.on("data", (bytes) => socket.write(bytes));
      socket.on("end", () => socket.end("bye"));
    });
    entry = await LinkPort.open("i-1", buildNetworkOnly(new Map([[ADDRESS, portOf(origin)]])));
    forwarder = await Forwarder.open(ADDRESS, entry.state().port);
  });
  afterEach(async () => {
    for (const socket of accepted.splice(0)) socket.destroy();
    await forwarder.close();
    await entry.close();
    await new Promise((done) => origin.close(done));
  });

  const dial = (port = forwarder.port): Socket => {
    const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    socket.on("error", () => undefined);
    return socket;
  };
  const closed = (socket: Socket) =>
    new Promise<boolean>((done) => {
      socket.resume();
      socket.once("close", done);
    });

  it("carries both ways and passes an end on; the machine's link counts it", async () => {
    const socket = dial();
    let heard = "";
    socket.on("data", (bytes) => (heard += bytes.toString()));
    socket.end("hello");
    await once(socket, "end");
    expect(heard).to.equal("hellobye");
    expect(entry.state().destinations[0]).to.include({ address: ADDRESS, sentBytes: 5, receivedBytes: 8 });
  });

  it("is reset when the link is cut, and by a link that is cut already", async () => {
    const socket = dial();
    socket.write("hello");
    await once(socket, "data");
    entry.set("cut", 0);
    expect(await closed(socket)).to.equal(true);
    expect(await closed(dial())).to.equal(true);
  });

  it("is reset where the link leads nowhere", async () => {
    const nowhere = await Forwarder.open("203.0.113.7:443", entry.state().port);
    try {
      expect(await closed(dial(nowhere.port))).to.equal(true);
    } finally {
      await nowhere.close();
    }
  });
});

describe("the health check of a mirror", () => {
  it("tells the emulator each change once, and that it is not healthy at its end", async () => {
    let status = 503;
    let emulatorIsUp = false;
    const told: unknown[] = [];
    const mirror = await serveControl(0, () => ({ status, body: "" }));
    const emulator = await serveControl(0, ({ path, body }) => {
      if (!emulatorIsUp) return { status: 500, body: "" };
      told.push([path, JSON.parse(body)]);
      return { status: 200, body: {} };
    });
    const log: string[] = [];
    const urls = [mirror, emulator].map((server) => `http://127.0.0.1:${portOf(server)}`);
    const heartbeat = new Heartbeat("i-1", `${urls[0] ?? ""}/heartbeat`, urls[1] ?? "", (line) =>
      log.push(line),
    );
    const tells = (healthy: boolean) => ["/lab/targets", { instanceId: "i-1", healthy }];
    try {
      emulatorIsUp = true;
      await eventually(() => told.length === 1);
      expect(heartbeat.hasBeenHealthy()).to.equal(false);
      status = 200;
      await eventually(() => told.length === 2);
      expect(heartbeat.hasBeenHealthy()).to.equal(true);
    } finally {
      await heartbeat.stop();
      for (const server of [mirror, emulator]) await new Promise((done) => server.close(done));
    }
    expect(told).to.deep.equal([tells(false), tells(true), tells(false)]);
    expect(log).to.deep.equal(["i-1 is not healthy", "i-1 is healthy", "i-1 is not healthy"]);
  });
});
