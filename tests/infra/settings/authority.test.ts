import { expect } from "chai";
import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { authorityWarnings, borrowedAuthority } from "../../../infra/settings/authority";
import { parseSettings } from "../../../infra/settings/parse";
import { renderProblems } from "../../../infra/settings/problem";
import { type Config, projectRoot, settingsOf, stackConfig } from "../mocks";

const lab = readFileSync(path.join(projectRoot, "lab/certificates/authority.pem"), "utf8");
const example = (stackConfig("staging")["overflow:buildNetwork"] as Record<string, string>)[
  "certificateAuthority"
]!;

/** A server's certificate of the lab's authority: none of a CA. Its key is gone. */
const leaf = `-----BEGIN CERTIFICATE-----
MIIB3jCCAYOgAwIBAgIUYKeTdIsa3TUDE55L9wx+BHunLQUwCgYIKoZIzj0EAwIw
RDEoMCYGA1UECgwfb3ZlcmZsb3cgbGFiIChwcm90ZWN0cyBub3RoaW5nKTEYMBYG
A1UEAwwPb3ZlcmZsb3cgbGFiIENBMB4XDTI2MTEyNDExMTU1NFoXDTI3MDIyMjEy
MTU1NFowFTETMBEGA1UEAwwKMTAuMjAuMC4xMDBZMBMGByqGSM49AgEGCCqGSM49
AwEHA0IABMfFXKd/sR+4//T+jaTzGn5A3q7HY6NBd01B9fiWyyCb6H9y0PGxN4H1
c+NGySxqSAdkQece+aH6ER8HO9CcEZGjgYEwfzAMBgNVHRMBAf8EAjAAMA4GA1Ud
DwEB/wQEAwIHgDATBgNVHSUEDDAKBggrBgEFBQcDATApBgNVHREEIjAghwQKFAAK
ghhidWlsZG1hc3Rlci5jb3JwLmV4YW1wbGUwHwYDVR0jBBgwFoAUNlmYyoIOZOcR
OUuVGeD/nsl5yUMwCgYIKoZIzj0EAwIDSQAwRgIhAOti41cXuj5G120yaEKNP/rR
i9W+Gnfl1NahhZcLY/CRAiEA5VYH8qhPxosNR/4H8FqJdcd+IbKeqe9nIdHZ4RKc
pZc=
-----END CERTIFICATE-----
`;

const withAuthority = (certificateAuthority: unknown) => (config: Config) => {
  Object.assign(config["overflow:buildNetwork"] as object, { certificateAuthority });
};

function problemsWith(certificateAuthority: unknown) {
  const config = stackConfig("local");
  withAuthority(certificateAuthority)(config);
  return parseSettings(config, "local").problems;
}

describe("the build network's CA in the settings", () => {
  it("is taken as its certificates, whatever lines stand around them", () => {
    const { buildNetwork } = settingsOf("local", withAuthority(`\n${lab}\n\n${example}\n`));
    expect(buildNetwork.certificateAuthority).to.equal(lab + example);
  });

  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const key = privateKey.export({ type: "pkcs8", format: "pem" }).toString();

  for (const [title, value, got] of [
    ["its private key", `${lab}${key}`, "a private key"],
    ["the certificate of a server", leaf, "none of a CA: CN=10.20.0.10"],
    ["a certificate that was cut", lab.replace(/\n.*\n.*\n-----END/, "\n-----END"), "cannot be read"],
    ["other text beside the certificates", `CN=ours\n${lab}`, "other text"],
    ["the name of a file", "ca.pem", "a text without a PEM certificate"],
    ["more than user data can carry", lab.repeat(10), "more than 6000"],
    ["no text", 7, "7"],
    ["nothing", undefined, "nothing"],
  ] as const) {
    it(`may not be ${title}`, () => {
      const [problem, ...others] = problemsWith(value);
      expect(others).to.deep.equal([]);
      expect(problem?.path).to.equal("overflow:buildNetwork.certificateAuthority");
      expect(problem?.got).to.include(got);
    });
  }

  it("is not repeated where it is wrong: somebody may have pasted the key", () => {
    expect(renderProblems("file", problemsWith(key))).not.to.include(key.split("\n")[1]);
  });

  it("may be none only where neither the master nor a mirror speaks TLS", () => {
    expect(problemsWith("none").map(({ path: at, got }) => `${at}: ${got}`)).to.deep.equal([
      "overflow:buildNetwork.certificateAuthority: none",
      "overflow:mirrors.try.transport: tls",
    ]);
    const plain = settingsOf("local", (config) => {
      withAuthority("none")(config);
      Object.assign(config["overflow:master"] as object, { transport: "plain" });
      config["overflow:mirrors"] = {};
    });
    expect(plain.buildNetwork.certificateAuthority).to.equal(null);
  });
});

describe("an authority that is not the company's own", () => {
  it("is known by its name: the lab's, whose key everybody has, and the example, whose key nobody has", () => {
    expect(borrowedAuthority(lab)).to.include("everybody has its key");
    expect(borrowedAuthority(example)).to.include("the example");
  });

  it("is told from a real one", () => {
    expect(borrowedAuthority("")).to.equal(null);
    expect(borrowedAuthority(leaf)).to.equal(null);
  });
});

describe("the time that an authority is valid for", () => {
  const at = (date: string) => authorityWarnings(lab, Date.parse(date));

  it("is no matter in its middle", () => {
    expect(at("2027-01-01")).to.deep.equal([]);
  });

  it("is warned of before its start, near its end, and after it", () => {
    expect(at("2025-12-31")[0]).to.include("not valid before Jan  1");
    expect(at("2055-12-01")[0]).to.include("list its successor beside it");
    expect(at("2056-01-02")[0]).to.include("nothing trusts it any more");
  });
});
