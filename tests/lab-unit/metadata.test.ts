import { expect } from "chai";
import { MetadataService, type MetadataSource } from "../../lab/machines/metadata";

const source: MetadataSource = {
  instanceId: "i-0abc",
  privateIp: "10.130.1.7",
  region: "eu-central-1",
  userData: Buffer.from('{"overflow":1}'),
  tags: { Name: "bld-linux64-ec2-001", "overflow:pool": "linux64" },
};
const TOKEN = { "x-aws-ec2-metadata-token": "t1" };

function serve(over: Partial<MetadataSource> = {}) {
  let made = 0;
  const service = new MetadataService(
    () => ({ ...source, ...over }),
    () => `t${++made}`,
  );
  const put = (headers: Record<string, string>, nowMs = 0) =>
    service.answer({ method: "PUT", path: "/latest/api/token", headers }, nowMs);
  const get = (path: string, headers: Record<string, string> = TOKEN, nowMs = 0) =>
    service.answer({ method: "GET", path, headers }, nowMs);
  return { put, get };
}
const TTL = "x-aws-ec2-metadata-token-ttl-seconds";

describe("a VM's metadata service", () => {
  it("gives a token, and with it what the VM is", () => {
    const { put, get } = serve();
    expect(put({ [TTL]: "60" })).to.deep.include({ status: 200, body: "t1" });
    expect(get("/latest/meta-data/instance-id").body).to.equal("i-0abc");
    expect(get("/latest/meta-data/local-ipv4").body).to.equal("10.130.1.7");
    expect(get("/latest/meta-data/placement/region").body).to.equal("eu-central-1");
    expect(get("/latest/meta-data/tags/instance/Name").body).to.equal("bld-linux64-ec2-001");
    expect(get("/latest/meta-data/tags/instance/overflow:pool").body).to.equal("linux64");
    expect(String(get("/latest/user-data").body)).to.equal('{"overflow":1}');
  });

  it("lists the keys of a branch", () => {
    const { put, get } = serve();
    put({ [TTL]: "60" });
    expect(get("/latest/meta-data/").body).to.equal(
      "hostname\ninstance-id\nlocal-hostname\nlocal-ipv4\nplacement/\ntags/",
    );
    expect(get("/latest/meta-data/tags/instance").body).to.equal("Name\noverflow:pool");
  });

  it("refuses whoever has no token, a wrong one or one that has run out", () => {
    const { put, get } = serve();
    expect(get("/latest/user-data", {}).status).to.equal(401);
    put({ [TTL]: "60" });
    expect(get("/latest/user-data", { "x-aws-ec2-metadata-token": "t2" }).status).to.equal(401);
    expect(get("/latest/user-data", TOKEN, 59_999).status).to.equal(200);
    expect(get("/latest/user-data", TOKEN, 60_000).status).to.equal(401);
  });

  for (const ttl of ["0", "21601", "1.5", "soon", ""]) {
    it(`gives no token for ${JSON.stringify(ttl)} seconds`, () => {
      expect(serve().put({ [TTL]: ttl }).status).to.equal(400);
    });
  }

  it("gives no token without a number of seconds, or through a proxy", () => {
    expect(serve().put({}).status).to.equal(400);
    expect(serve().put({ [TTL]: "60", "x-forwarded-for": "10.0.0.1" }).status).to.equal(403);
  });

  it("does not tell tags when they are disabled", () => {
    const { put, get } = serve({ tags: null });
    put({ [TTL]: "60" });
    expect(get("/latest/meta-data/tags/instance/Name").status).to.equal(404);
    expect(get("/latest/meta-data/").body).not.to.contain("tags/");
  });

  it("answers 404 for what there is not, also for a name that every object has", () => {
    const { put, get } = serve({ userData: Buffer.alloc(0) });
    put({ [TTL]: "60" });
    expect(get("/latest/user-data").status).to.equal(404);
    expect(get("/latest/meta-data/constructor").status).to.equal(404);
    expect(get("/latest/meta-data/instance-id/more").status).to.equal(404);
    expect(get("/latest/meta-database").status).to.equal(404);
  });
});
