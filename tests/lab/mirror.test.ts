import { createHash, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { labAuthority } from "../../lab/certificates/authority";
import { type Certificate, issueCertificates } from "../../lab/certificates/issue";
import { testTools } from "./labSupport";
import { big, Gate, pages, ranged } from "./support/originPages";
import { type Ask, MirrorStand, type Reply } from "./support/mirrorStand";
import { configuration, domain } from "./support/mirrorContent";
import { MirrorCloud, workersEndpointId } from "./support/mirrorCloud";
import { Origin } from "./support/origin";
import { OverflowFetch } from "./support/overflowFetch";
import { Tunnels } from "./support/tunnels";
import { eventually } from "./temporaryLab";

describe("a mirror, with the real nginx", () => {
  const { python } = testTools();
  let cloud: MirrorCloud;
  let stand: MirrorStand;
  let origin: Origin;
  let link: Tunnels;
  const undo: (() => Promise<void> | void)[] = [];
  let pairs: Readonly<Record<"mirror" | "renewed" | "origin", Certificate>>;

  const gate = new Gate();
  const ask = (path: string, more: Partial<Ask> = {}, sent?: () => void): Promise<Reply> =>
    stand.ask({ host: `files.${domain}`, path, ...more }, sent);

  before(async function () {
    this.timeout(60_000);
    pairs = await issueCertificates(python, {
      mirror: [`*.${domain}`],
      renewed: [`*.${domain}`],
      origin: ["files.example.org", "cookies.example.org"],
    });
    origin = await Origin.start(pairs.origin, pages(gate));
    undo.push(() => origin.stop());
    cloud = await MirrorCloud.start(pairs.mirror);
    undo.push(() => cloud.stop());
    stand = new MirrorStand(python, cloud.endpoint);
    const about = { environment: "lab", level: "try", recordsBucket: cloud.bucket, region: cloud.region };
    const secrets = { certificateSecretArn: cloud.secretArn, certificateAuthority: labAuthority() };
    // The rendered minute is a second here: what is expired is served, too, and asked for anew.
    const quick = configuration.replaceAll(/^( *proxy_cache_valid .*) 1m;$/gm, "$1 1s;");
    const addresses = { "10.20.0.31:443": origin.port, "10.20.0.32:443": origin.port };
    undo.push(() => stand.stop());
    await stand.start({ ...about, ...secrets, configuration: quick }, addresses);
    const names = { [`files.${domain}:443`]: stand.servingPort, "files.example.org:443": origin.port };
    link = await Tunnels.start(names, { url: cloud.endpoint, endpointId: workersEndpointId });
    undo.push(() => {
      link.stop();
    });
  });

  after(async () => {
    for (const step of undo.reverse()) await step();
  });

  it("fetches once what 20 ask for at the same time", async () => {
    let sent = 0;
    const replies = Array.from({ length: 20 }, () =>
      ask("/packages/big", {}, () => {
        sent++;
      }),
    );
    await eventually(() => sent === 20 && origin.count("/packages/big") > 0);
    gate.open();
    const got = await Promise.all(replies);
    expect(got.map(({ status }) => status)).to.deep.equal(got.map(() => 200));
    expect(got.every(({ body }) => body.equals(big))).to.equal(true);
    expect(origin.count("/packages/big")).to.equal(1);
    const later = await Promise.all(Array.from({ length: 10 }, () => ask("/packages/big")));
    expect(later.map(({ cache }) => cache)).to.deep.equal(later.map(() => "HIT"));
  });

  it("knows the declared names alone, and reads alone", async () => {
    const unknown = { host: `unknown.${domain}`, path: "/simple/" };
    expect((await stand.ask(unknown)).status).to.equal(404);
    expect((await stand.ask({ ...unknown, sni: `files.${domain}` })).status).to.equal(404);
    for (const method of ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"]) {
      expect((await ask("/simple/", { method, body: "x".repeat(9) })).status, method).to.equal(403);
    }
    const pack = await ask("/repository/info/refs?service=git-upload-pack");
    expect([pack.status, String(pack.body)]).to.deep.equal([
      403,
      "overflow: a mirror serves no git smart HTTP; clone from a bundle, or from the origin",
    ]);
    expect(origin.asked.map(({ path }) => path)).to.deep.equal(["/packages/big"]);
  });

  it("asks the origin in its own words: no header of a client gets there or into a key", async () => {
    const poison = {
      "x-forwarded-host": "evil.example",
      "x-original-url": "/evil",
      authorization: "Basic aHVzaA==",
      cookie: "session=hush",
      range: "bytes=0-1",
    };
    const first = await ask("/echo?a=1", { headers: poison });
    const heard = JSON.parse(String((await ask("/echo?a=1")).body)) as Record<string, string>;
    expect(heard).to.deep.equal({
      ...{ host: "files.example.org", connection: "close" },
      ...{ "user-agent": "overflow-mirror", "accept-encoding": "identity" },
    });
    expect(first.status).to.equal(206);
    expect(origin.count("/echo?a=1")).to.equal(1);
    // The same path by another spelling is another entry: one that the origin sees as spelled.
    await ask("/echo%3Fa=1");
    expect(origin.count("/echo%3Fa=1")).to.equal(1);
    const evil = await stand.ask({ host: "evil.example", sni: `files.${domain}`, path: "/echo?a=1" });
    expect(evil.status).to.equal(404);
    expect((await ask("/echo?a=1")).cache).to.be.oneOf(["HIT", "STALE"]);
  });

  it("keeps nothing that is one client's, and passes no cookie on", async () => {
    for (const path of ["/cookie", "/packages/private", "/closed", "/broken"]) {
      const replies = [await ask(path), await ask(path)];
      expect(
        replies.map(({ cache }) => cache),
        path,
      ).to.deep.equal(["MISS", "MISS"]);
      expect(replies.map(({ headers }) => headers["set-cookie"])).to.deep.equal([undefined, undefined]);
      expect(origin.count(path)).to.equal(2);
    }
    const dropped = { host: `cookies.${domain}`, path: "/cookie" };
    expect((await stand.ask(dropped)).headers["set-cookie"]).to.equal(undefined);
    expect((await stand.ask(dropped)).cache).to.be.oneOf(["HIT", "STALE"]);
  });

  it("lets an origin steer clients to declared mirrors, and nginx to nowhere", async () => {
    expect((await ask("/moved")).headers.location).to.equal(`https://other.${domain}/x?y`);
    expect((await ask("/away")).headers.location).to.equal("https://elsewhere.example/x");
    expect(String((await ask("/steer")).body)).to.equal("steered");
  });

  it("answers ranges of what it keeps", async () => {
    const range = { headers: { range: "bytes=30000-30099" } };
    const replies = [await ask("/packages/ranged", range), await ask("/packages/ranged", range)];
    for (const { status, body } of replies) {
      expect(status).to.equal(206);
      expect(body.equals(ranged.subarray(30_000, 30_100))).to.equal(true);
    }
    expect(origin.count("/packages/ranged")).to.equal(1);
  });

  it("refuses an origin whose certificate names another, and tells it nothing", async () => {
    const before = origin.asked.length;
    expect((await stand.ask({ host: `wrong.${domain}`, path: "/simple/" })).status).to.equal(502);
    expect(origin.asked.length).to.equal(before);
  });

  it("serves what has expired at once and asks for changes behind it", async () => {
    expect((await ask("/simple/")).cache).to.equal("MISS");
    await eventually(async () => (await ask("/simple/")).cache === "STALE");
    await eventually(() =>
      origin.asked.some(({ path, headers }) => path === "/simple/" && headers["if-none-match"] === '"1"'),
    );
    expect(
      origin.asked.filter(
        ({ path, headers }) => path === "/simple/" && headers["if-none-match"] === undefined,
      ),
    ).to.have.length(1);
  });

  it("takes over a renewed certificate, and only a usable one", async () => {
    expect(await stand.renew()).to.equal("bootstrap: unchanged\n");
    await cloud.renew({ ...pairs.renewed, privateKey: pairs.mirror.privateKey });
    expect(await stand.renew()).to.match(/nginx refuses the configuration: .*key values mismatch/s);
    await cloud.renew(pairs.renewed);
    expect(await stand.renew()).to.equal("bootstrap: renewed\n");
    const serial = new X509Certificate(pairs.renewed.certificate).serialNumber;
    await eventually(async () => (await ask("/simple/")).serial === serial);
  });

  it("serves builds, which go to the origin where it cannot", async () => {
    const build = { python, proxy: link.url, s3: link.url, bucket: cloud.bucket, region: cloud.region };
    const overflowFetch = new OverflowFetch(build);
    try {
      const [url, dest] = [
        "https://files.example.org/packages/ranged?token=hush",
        join(overflowFetch.folder, "x"),
      ];
      const sha256 = createHash("sha256").update(ranged).digest("hex");
      const through = (mirror: string) =>
        overflowFetch.run(
          { "https://files.example.org": `https://${mirror}` },
          url,
          dest,
          "--sha256",
          sha256,
        );
      await ask("/packages/ranged?token=hush");
      const served = await through(`files.${domain}`);
      expect(served).to.include({
        via: "mirror",
        cache: "HIT",
        fallback: null,
        bytes: ranged.length,
        sha256,
      });
      expect(readFileSync(dest).equals(ranged)).to.equal(true);
      const past = await through("files.gone.example");
      expect(past).to.include({ via: "origin", cache: null, bytes: ranged.length, sha256, error: null });
      expect(past["fallback"]).to.match(/^connect: /);
    } finally {
      overflowFetch.remove();
    }
  });

  it("leaves logs and records from which the report says what it was worth", async () => {
    expect(await stand.shipLogs()).to.match(
      /^ship_logs: mirror\/try\/\d{4}-\d\d-\d\d\/i-0123456789abcdef0-\d{6}\.jsonl\.gz\n$/,
    );
    const { upstreams: rows, unreadable, alarms } = await cloud.report();
    expect(unreadable).to.equal(0);
    const of = (name: string) => rows.find(({ upstream: found }) => found === name);
    expect(of("files")?.requests).to.be.greaterThan(50);
    expect(of("files")?.savedShare).to.be.greaterThan(0.95);
    // The record names the mirror that was asked, and no query.
    expect(of("files")?.fallBacks).to.equal(1);
    expect(alarms).to.deep.equal([]);
    // nginx writes on into a new file.
    await ask("/simple/");
    expect(await stand.shipLogs()).to.match(/^ship_logs: mirror/);
  });

  it("serves what it has when the origin is gone; what it lacks is a 502", async () => {
    await origin.stop();
    expect((await ask("/packages/big")).cache).to.equal("HIT");
    await eventually(async () => {
      const { status, cache } = await ask("/simple/");
      expect(status).to.equal(200);
      return cache === "STALE";
    });
    const missing = await ask("/packages/other");
    expect([missing.status, String(missing.body)]).to.deep.equal([
      502,
      "overflow: the origin does not answer",
    ]);
    // The 2 s that this may take hang on these two: one time-out, and no second one for whoever waits for the same.
    expect(configuration)
      .to.contain("proxy_connect_timeout 1200ms;")
      .and.to.contain("max_fails=1 fail_timeout=2s;");
    const many = await Promise.all(Array.from({ length: 20 }, () => ask("/packages/another")));
    expect(many.map(({ status }) => status)).to.deep.equal(many.map(() => 502));
  });
});
