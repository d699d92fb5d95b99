import { expect } from "chai";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import fc from "fast-check";
import { type NamedPool, workerNames } from "../../infra/names";
import { canonicalJson, renderPoolsFile, versionOf } from "../../infra/workers/poolsFile";
import { type DocumentFacts, renderScalerDocument } from "../../infra/scaling/scalerDocument";
import { projectRoot, settingsOf } from "./mocks";

const pool = (name: string) => ({
  launchTemplateId: `lt-${name}`,
  launchTemplateVersion: "3",
  workerKeySecretArn: `arn:key:${name}`,
  subnetIds: ["subnet-a", "subnet-b"],
  mirrors: { "https://pypi.org": "https://pypi.try.mirror.staging.overflow.internal" },
  records: { bucket: "overflow-staging-123456789012-records", region: "us-east-1" },
});
const named = (maximum: number, keyGeneration = 1): NamedPool => ({ maximum, keyGeneration });
const facts: DocumentFacts = {
  passwordSecretArn: "arn:password",
  pools: { linux64: pool("linux64") },
};

describe("worker names", () => {
  it("count from 001 with three digits", () => {
    expect(workerNames("linux64", named(2))).to.deep.equal(["bld-linux64-ec2-001", "bld-linux64-ec2-002"]);
    expect(workerNames("linux64", named(999)).at(-1)).to.equal("bld-linux64-ec2-999");
  });

  it("are new ones for each key, and none that another pool could have", () => {
    expect(workerNames("linux64", named(1, 2))).to.deep.equal(["bld-linux64-ec2-2001"]);
    expect(workerNames("linux64", named(1, 12))).to.deep.equal(["bld-linux64-ec2-12001"]);
  });

  it("fit into Buildbot's 50 characters for the longest pool name", () => {
    expect(workerNames("x".repeat(31), named(999, 9999))[0]?.length).to.be.at.most(50);
  });
});

describe("the pools file", () => {
  it("lists pools, workers and builders of the settings", () => {
    const { version, ...content } = renderPoolsFile(settingsOf("local"));
    expect(content).to.deep.equal({
      schema: 1,
      environment: "local",
      pools: [
        {
          name: "linux64",
          platform: "linux64",
          trust: "try",
          builders: ["linux64-*"],
          workers: [1, 2, 3, 4, 5, 6].map((number) => `bld-linux64-ec2-00${number}`),
        },
      ],
    });
    expect(version).to.match(/^sha256:[0-9a-f]{64}$/);
  });

  it("has a version that anyone can compute from the file", () => {
    const text =
      '{"environment":"e","pools":[{"builders":["a*"],"name":"p","platform":"l","trust":"t","workers":["w"]}],"schema":1}';
    const pools = [{ workers: ["w"], trust: "t", platform: "l", name: "p", builders: ["a*"] }];
    const expected = `sha256:${createHash("sha256").update(text).digest("hex")}`;
    expect(versionOf({ schema: 1, environment: "e", pools })).to.equal(expected);
  });

  it("changes its version when a maximum or a builder changes, and for nothing that workers do not see", () => {
    const versionAfter = (change: Record<string, unknown>) =>
      renderPoolsFile(
        settingsOf("local", (config) =>
          Object.assign((config["overflow:pools"] as Record<string, object>)["linux64"] ?? {}, change),
        ),
      ).version;
    const before = versionAfter({});
    expect(versionAfter({ maximum: 7 })).to.not.equal(before);
    expect(versionAfter({ builders: ["linux64-*", "docs"] })).to.not.equal(before);
    expect(versionAfter({ idleCeiling: "1h", rootGib: 60 })).to.equal(before);
  });

  it("writes canonical JSON: any order of keys gives one text, and it reads back", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
        const reversed = Object.fromEntries(Object.entries(object).reverse());
        expect(canonicalJson(reversed)).to.equal(canonicalJson(object));
        expect(JSON.parse(canonicalJson(object))).to.deep.equal(JSON.parse(JSON.stringify(object)));
      }),
    );
  });
});

describe("the scaler's document", () => {
  it("is rendered from the settings and what AWS named", () => {
    expect(renderScalerDocument(settingsOf("local"), facts)).to.deep.equal({
      schema: 1,
      environment: "local",
      region: "us-east-1",
      master: {
        webUrl: "https://10.20.0.10:8010",
        certificateAuthority: readFileSync(path.join(projectRoot, "lab/certificates/authority.pem"), "utf8"),
        user: "overflow-scaler-local",
        passwordSecretArn: "arn:password",
        workerHost: "10.20.0.10",
        workerPort: 9989,
        workerTls: true,
      },
      certificateAuthority: readFileSync(path.join(projectRoot, "lab/certificates/authority.pem"), "utf8"),
      limits: {
        tickSeconds: 5,
        graceSeconds: 0,
        maxStartsPerTick: 6,
        maxStartsPerHour: 300,
        maxDollarsPerDay: null,
        maxSnapshotAgeSeconds: 30,
        drainSeconds: 2,
        attachSettleSeconds: 2,
        attachTimeoutSeconds: 60,
      },
      pools: [
        {
          name: "linux64",
          platform: "linux64",
          trust: "try",
          builders: ["linux64-*"],
          workers: workerNames("linux64", named(6)),
          idleCeilingSeconds: 20,
          launchTemplateId: "lt-linux64",
          launchTemplateVersion: "3",
          subnetIds: ["subnet-a", "subnet-b"],
          hibernate: true,
          dollarsPerHour: 0.34,
          workerKeySecretArn: "arn:key:linux64",
          mirrors: pool("linux64").mirrors,
          records: pool("linux64").records,
        },
      ],
    });
  });

  it("names no authority where the settings ask for plain transport", () => {
    const plain = settingsOf("local", (config) => {
      Object.assign(config["overflow:master"] as object, { transport: "plain" });
    });
    expect(renderScalerDocument(plain, facts).master).to.deep.include({
      webUrl: "http://10.20.0.10:8010",
      certificateAuthority: null,
      workerTls: false,
    });
  });

  it("survives JSON unchanged", () => {
    const document = renderScalerDocument(settingsOf("local"), facts);
    expect(JSON.parse(JSON.stringify(document))).to.deep.equal(document);
  });

  it("is not rendered for a pool without a launch template", () => {
    expect(() => renderScalerDocument(settingsOf("local"), { ...facts, pools: {} })).to.throw(
      RangeError,
      "pool linux64 has no launch template",
    );
  });
});
