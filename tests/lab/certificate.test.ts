import { expect } from "chai";
import { issueCertificates } from "../../lab/certificates/issue";
import { certificateFaults, type CertificatePair } from "../../operations/certificate";

const HOST = "pypi.try.mirror.staging.overflow.internal";
const dayMs = 24 * 60 * 60 * 1000;

describe("a certificate for mirrors", () => {
  let pairs: Readonly<Record<"one" | "wildcard" | "other", CertificatePair>>;
  before(async () => {
    const python = process.env["OVERFLOW_PYTHON"];
    if (python === undefined)
      throw new Error(
        "OVERFLOW_PYTHON is not set: it must name a Python with cryptography; run the tests by `npm test`",
      );
    pairs = await issueCertificates(python, {
      one: [HOST],
      wildcard: ["*.try.mirror.staging.overflow.internal"],
      other: ["pypi.release.mirror.staging.overflow.internal"],
    });
  });

  const faults = (pair: CertificatePair, atMs = Date.now()) =>
    certificateFaults(pair, [HOST], atMs).join("; ");

  it("will do when it names every host, itself or by a wildcard", () => {
    expect(faults(pairs.one)).to.equal("");
    expect(faults(pairs.wildcard)).to.equal("");
  });

  it("will not do for other hosts, with another key, before or after its time: all is said at once", () => {
    expect(faults(pairs.other)).to.equal(`it does not name ${HOST}`);
    const mixed = { certificate: pairs.other.certificate, privateKey: pairs.one.privateKey };
    expect(faults(mixed)).to.equal(`the key is not this certificate's; it does not name ${HOST}`);
    expect(faults(pairs.one, Date.now() + 200 * dayMs)).to.match(/^it is valid until .* only$/);
    expect(faults(pairs.one, Date.now() - 200 * dayMs)).to.match(/^it is valid from .* only$/);
  });

  it("will not do when it cannot be read, and no part of the key is told", () => {
    expect(faults({ ...pairs.one, certificate: "" })).to.equal(
      "the certificate is no PEM text of a certificate",
    );
    const secret = "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n";
    const words = faults({ ...pairs.one, privateKey: secret });
    expect(words).to.equal("the key is no PEM text of a private key without a passphrase");
  });
});
