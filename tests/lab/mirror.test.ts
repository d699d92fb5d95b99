import { X509Certificate } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { expect } from "chai";
import { nginxConfiguration } from "../../infra/mirror/nginxConfiguration";
import { imageTarget } from "../../infra/mirror/target";
import { type UpstreamSettings } from "../../infra/settings/groups/mirrors";
import { labAuthority } from "../../lab/certificates/authority";
import { type Certificate, issueCertificates } from "../../lab/certificates/issue";
import { mirrorReport } from "../../reports/mirror";
import { testTools } from "./labSupport";
import { big, Gate, pages, ranged } from "./support/originPages";
import { type Ask, MirrorStand, type Reply, until } from "./support/mirrorStand";
import { Origin } from "./support/origin";

const domain = "try.mirror.lab.example";

const upstream = (host: string, address: string, more: Partial<UpstreamSettings> = {}): UpstreamSettings => ({
  origin: `https://${host}`,
  address,
  port: 443,
  immutable: ["/packages/*"],
  indexMinutes: 1,
  cookies: "refuse",
  ...more,
});

const upstreams = {
  files: upstream("files.example.org", "10.20.0.31"),
  cookies: upstream("files.example.org", "10.20.0.31", {
    origin: "https://cookies.example.org",
    cookies: "drop",
  }),
  other: upstream("other.example.org", "10.20.0.32"),
  wrong: upstream("wrong.example.org", "10.20.0.31"),
};

describe("a mirror, with the real nginx", () => {
  const { python } = testTools();
  const stand = new MirrorStand(python);
  let origin: Origin;
  let pairs: Readonly<Record<"mirror" | "renewed" | "origin", Certificate>>;

  const gate = new Gate();
  const configuration = nginxConfiguration(
    { level: "try", domain, cacheGib: 10, upstreams },
    imageTarget({ transport: "tls", slice: false }),
  );

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
    // The rendered minute is a second here: what is expired is served, too, and asked for anew.
    const quick = configuration.replaceAll(/^( *proxy_cache_valid .*) 1m;$/gm, "$1 1s;");
    const about = { environment: "lab", level: "try", recordsBucket: "records", region: "us-east-1" };
    const secrets = {
      certificateSecretArn: "arn:aws:secretsmanager:us-east-1:1:secret:x",
      certificateAuthority: labAuthority(),
    };
    const dead = await Origin.start(pairs.origin, {});
    const { port: deadPort } = dead;
    await dead.stop();
    await stand.start({ ...about, ...secrets, configuration: quick }, pairs.mirror, {
      "10.20.0.31:443": origin.port,
      "10.20.0.32:443": deadPort,
    });
  });

  after(async () => {
    await stand.stop();
    await origin.stop();
  });

  it("fetches once what 20 ask for at the same time", async () => {
    let sent = 0;
    const replies = Array.from({ length: 20 }, () =>
      ask("/packages/big", {}, () => {
        sent++;
      }),
    );
    await until("all requests, and the first fetch", () => sent === 20 && origin.count("/packages/big") > 0);
    gate.open();
    const got = await Promise.all(replies);
    expect(got.map(({ status }) => status)).to.deep.equal(got.map(() => 200));
    expect(got.every(({ body }) => body.equals(big))).to.equal(true);
    expect(origin.count("/packages/big")).to.equal(1);
    expect((await ask("/packages/big", { method: "HEAD" })).cache).to.equal("HIT");
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
    await until("the page to be served stale", async () => (await ask("/simple/")).cache === "STALE");
    await until("a conditional request", () =>
      origin.asked.some(({ path, headers }) => path === "/simple/" && headers["if-none-match"] === '"1"'),
    );
    expect(
      origin.asked.filter(
        ({ path, headers }) => path === "/simple/" && headers["if-none-match"] === undefined,
      ),
    ).to.have.length(1);
  });

  it("takes over a renewed certificate, and only a usable one", async () => {
    expect(await stand.renew(pairs.mirror)).to.equal("bootstrap: unchanged\n");
    const torn = { certificate: pairs.renewed.certificate, privateKey: pairs.mirror.privateKey };
    expect(await stand.renew(torn)).to.match(/nginx refuses the configuration: .*key values mismatch/s);
    expect(await stand.renew(pairs.renewed)).to.equal("bootstrap: renewed\n");
    const serial = new X509Certificate(pairs.renewed.certificate).serialNumber;
    await until("the new certificate", async () => (await ask("/simple/")).serial === serial);
  });

  it("logs what reports need, and puts it into the bucket", async () => {
    await ask("/packages/big");
    const { code, output } = await stand.call("mirror/ship_logs.py");
    expect(code, output).to.equal(0);
    const [[key, packed] = ["", Buffer.of()]] = [...stand.objects];
    expect(key).to.match(/^\/records\/mirror\/try\/\d{4}-\d\d-\d\d\/i-0123456789abcdef0-\d{6}\.jsonl\.gz$/);
    const lines = String(gunzipSync(packed)).trimEnd().split("\n");
    expect(lines.length).to.be.greaterThan(50);
    await ask("/simple/");
    await until("the log to go on", () => stand.log().length > 0);
    const { upstreams: found } = mirrorReport({ logLines: lines, fallBacks: [] });
    const files = found.filter(({ upstream: name }) => name === "files").at(0);
    expect(files?.savedShare).to.be.greaterThan(0.95);
    expect(String(gunzipSync(packed))).not.to.contain("hush");
  });

  it("serves what it has when the origin is gone; what it lacks is a 502", async () => {
    await origin.stop();
    expect((await ask("/packages/big")).cache).to.equal("HIT");
    await until("a stale page", async () => {
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
