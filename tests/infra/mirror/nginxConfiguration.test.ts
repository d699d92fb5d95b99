import { expect } from "chai";
import { pathPattern } from "../../../infra/mirror/directives";
import { egressConfiguration } from "../../../infra/mirror/egressConfiguration";
import { mirrorOrigins } from "../../../infra/mirror/names";
import { type MirrorContent, nginxConfiguration } from "../../../infra/mirror/nginxConfiguration";
import { imageTarget } from "../../../infra/mirror/target";
import { mirrorUserData } from "../../../infra/mirror/userData";
import { gunzipSync } from "node:zlib";

const pypi = {
  origin: "https://pypi.org",
  address: "10.20.0.40",
  port: 443,
  immutable: ["/packages/*"],
  indexMinutes: 5,
  cookies: "refuse" as const,
};
const content: MirrorContent = {
  level: "try",
  domain: "try.mirror.staging.overflow.internal",
  cacheGib: 100,
  upstreams: {
    pypi,
    files: { ...pypi, origin: "https://files.example.org", immutable: [], cookies: "drop" },
  },
};
const tls = imageTarget({ transport: "tls", slice: false });
const text = nginxConfiguration(content, tls);

describe("a mirror's nginx.conf", () => {
  it("proxies to its declared upstreams alone, by names that no client chooses", () => {
    const passed = [...text.matchAll(/proxy_pass (\S+);/g)].map(([, to]) => to);
    expect([...new Set(passed)].sort()).to.deep.equal(["https://files", "https://pypi"]);
    const naming =
      /^\s*(?:proxy_pass|proxy_ssl_name|server_name|server|upstream|proxy_set_header Host) [^{\n]*\$.*$/m;
    expect(naming.exec(text)?.[0]).to.equal(undefined);
    expect(text).not.to.match(/\$(host|http_host|arg_url)\b/);
    expect(text).not.to.match(/resolver/);
  });

  it("has one default server, which knows nothing", () => {
    expect(text.match(/default_server/g)).to.have.length(1);
    expect(text).to.contain(
      "    listen 0.0.0.0:443 ssl default_server;\n    server_name _;\n    return 404;\n",
    );
  });

  it("limits every place that passes on to reading, and to a key of the origin's own", () => {
    const locations = text.split(/^ {4}location /m).filter((part) => part.includes("proxy_pass https"));
    expect(locations).to.have.length(3);
    for (const location of locations) {
      expect(location).to.contain("limit_except GET {\n        deny all;\n");
      expect(location).to.match(/proxy_cache_key "https:\/\/(pypi\.org|files\.example\.org)\$request_uri";/);
      expect(location).to.match(/proxy_ignore_headers X-Accel-Redirect/);
      expect(location).to.match(/proxy_no_cache \$overflow_(private|changing);/);
      for (const [, codes] of location.matchAll(/proxy_cache_valid ((?:\d+ )+)/g)) {
        expect(codes).not.to.match(/40[0-3]|5\d\d|any/);
      }
    }
    expect(text).to.contain("proxy_pass_request_headers off;").and.to.contain("proxy_ssl_verify on;");
  });

  it("keeps cookies' answers of an upstream only where that was declared", () => {
    const [files = "", own = ""] = text.split("  # https://").slice(1);
    expect(files).to.contain("Cache-Control Expires Set-Cookie;");
    expect(own).not.to.contain("Set-Cookie;");
    expect(text).to.contain("proxy_hide_header Set-Cookie;");
  });

  it("gives each upstream its own cache, which leaves room on the volume", () => {
    expect(
      [...text.matchAll(/proxy_cache_path (\S+) .*keys_zone=(\S+):16m max_size=(\d+)m min_free=(\d+)m/g)].map(
        (m) => m.slice(1),
      ),
    ).to.deep.equal([
      ["cache/files", "cache_files", "40960", "10240"],
      ["cache/pypi", "cache_pypi", "40960", "10240"],
    ]);
  });

  it("uses slices only where nginx has them, and TLS unless it is declared away", () => {
    expect(text).not.to.contain("slice");
    const sliced = nginxConfiguration(content, imageTarget({ transport: "tls", slice: true }));
    expect(sliced).to.contain("slice 1m;").and.to.contain("proxy_set_header Range $slice_range;");
    expect(sliced).to.contain('proxy_cache_key "https://pypi.org$request_uri $slice_range";');
    const plain = nginxConfiguration(content, imageTarget({ transport: "plain", slice: false }));
    expect(plain).to.contain("listen 0.0.0.0:80 default_server;").and.not.to.contain("ssl_certificate ");
    expect(plain).to.contain(
      "proxy_redirect https://pypi.org/ http://pypi.try.mirror.staging.overflow.internal/;",
    );
  });

  it("is the same whatever the order of the settings", () => {
    const { pypi: first, files } = content.upstreams;
    expect(nginxConfiguration({ ...content, upstreams: { files: files!, pypi: first! } }, tls)).to.equal(
      text,
    );
  });

  it("cannot be made to say more than it should, even past the settings' checks", () => {
    const hostile = "https://x;}http{server{listen 1";
    for (const upstreams of [
      { pypi: { ...pypi, origin: hostile } },
      { pypi: { ...pypi, address: "1.1.1.1; include /etc/passwd" } },
      { pypi: { ...pypi, immutable: ['/x"; return 200 "'] } },
      { "a;b": pypi },
    ]) {
      expect(() => nginxConfiguration({ ...content, upstreams }, tls)).to.throw(RangeError);
    }
    expect(() => nginxConfiguration({ ...content, level: "a\nb" }, tls)).to.throw(RangeError);
  });
});

describe("a glob of paths", () => {
  const matches = (glob: string, path: string) => new RegExp(pathPattern([glob]).slice(1, -1)).test(path);

  it("means what it says: * any characters, the rest itself, the whole path", () => {
    expect(matches("/packages/*", "/packages/a/b.whl")).to.equal(true);
    expect(matches("/a.b+c", "/a.b+c")).to.equal(true);
    expect(matches("/a.b", "/axb")).to.equal(false);
    expect(matches("/a", "/a/b")).to.equal(false);
    expect(matches("/a", "/b/a")).to.equal(false);
    expect(matches("/**", "/")).to.equal(true);
  });
});

describe("what workers and mirrors are told", () => {
  it("names each origin's mirror", () => {
    expect(mirrorOrigins({ transport: "plain", upstreams: { pypi } }, "try", "x.internal")).to.deep.equal({
      "https://pypi.org": "http://pypi.try.mirror.x.internal",
    });
  });

  it("is gzipped JSON of at most 16 KiB", () => {
    const data = {
      environment: "staging",
      level: "try",
      configuration: text,
      certificateSecretArn: null,
      certificateAuthority: null,
      recordsBucket: "records",
      region: "us-east-1",
    };
    const packed = Buffer.from(mirrorUserData(data), "base64");
    expect(JSON.parse(String(gunzipSync(packed)))).to.deep.equal({ overflow: 1, role: "mirror", ...data });
    expect(mirrorUserData(data)).to.equal(mirrorUserData(data));
    const noise = Array.from({ length: 20_000 }, (_, index) => ((index * 7919) ** 3).toString(36)).join("");
    expect(() => mirrorUserData({ ...data, configuration: noise })).to.throw(RangeError, "allowed are 16384");
  });
});

describe("the egress's nginx.conf", () => {
  const egress = {
    listen: "10.20.0.40:443",
    allow: ["10.131.32.0/25"],
    origins: [{ host: "pypi.org", port: 443 }],
    resolvers: ["10.20.0.53"],
    loadModules: [],
    accessLog: "/var/log/nginx/egress.jsonl",
  };

  it("goes to listed names alone, for the VPC alone", () => {
    const written = egressConfiguration(egress);
    expect(written).to.contain("default overflow_closed;\n    pypi.org pypi.org:443;\n");
    expect(written).to.contain("allow 10.131.32.0/25;\n    deny all;\n");
    expect([...written.matchAll(/proxy_pass (\S+);/g)].map(([, to]) => to)).to.deep.equal([
      "$overflow_destination",
    ]);
  });

  it("refuses what is no host or address", () => {
    expect(() => egressConfiguration({ ...egress, origins: [{ host: "a b", port: 443 }] })).to.throw(
      RangeError,
    );
    expect(() => egressConfiguration({ ...egress, allow: ["all;"] })).to.throw(RangeError);
  });
});
