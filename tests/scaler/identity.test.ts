import { expect } from "chai";
import { renderUserData, workerPassword } from "../../scaler/identity";
import { aDocument, aPool } from "./worlds";

describe("a worker's identity", () => {
  // The same vector is pinned in Python: both sides derive what the other one checks.
  it("has the password that the master derives too", () => {
    expect(workerPassword("test-key", "bld-linux64-ec2-001")).to.equal(
      "QK3Ks86lSltNO9_-yT7ZgCYv6d0x19JCuAq4dN6kX1s",
    );
  });

  it("has another password under another name or key", () => {
    const passwords = [
      workerPassword("test-key", "bld-linux64-ec2-001"),
      workerPassword("test-key", "bld-linux64-ec2-002"),
      workerPassword("other-key", "bld-linux64-ec2-001"),
    ];
    expect(new Set(passwords).size).to.equal(3);
  });

  it("is handed to the VM as JSON", () => {
    expect(JSON.parse(renderUserData("w", aDocument(), aPool("linux64", 1), "p"))).to.deep.equal({
      overflow: 1,
      worker: "w",
      master: { host: "10.20.0.10", port: 9989, tls: false },
      certificateAuthority: null,
      password: "p",
      mirrors: {},
      records: null,
    });
  });

  it("tells the VM whom to trust as its master", () => {
    const master = { ...aDocument().master, certificateAuthority: "PEM", workerTls: true };
    const document = { ...aDocument(), master, certificateAuthority: "PEM" };
    expect(JSON.parse(renderUserData("w", document, aPool("linux64", 1), "p"))).to.deep.include({
      master: { host: "10.20.0.10", port: 9989, tls: true },
      certificateAuthority: "PEM",
    });
  });

  it("tells the VM where its builds fetch from, and at which level of trust they do", () => {
    const mirrors = { "https://pypi.org": "https://pypi.try.mirror.staging.overflow.internal" };
    const records = { bucket: "overflow-staging-123456789012-records", region: "eu-central-1" };
    const pool = aPool("linux64", 1, { mirrors, records, trust: "try" });
    expect(JSON.parse(renderUserData("w", aDocument(), pool, "p"))).to.deep.include({
      mirrors,
      records: { ...records, level: "try" },
    });
  });
});
