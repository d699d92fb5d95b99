import { expect } from "chai";
import { type ScalerDocument } from "../../scaler/document";
import { parseDocument } from "../../scaler/documentParser";
import { aDocument } from "./worlds";

type Change = (
  document: Record<string, Record<string, unknown>> & { pools: Record<string, unknown>[] },
) => void;

function changed(change: Change): string {
  const copy = structuredClone(aDocument()) as unknown as Parameters<Change>[0];
  change(copy);
  return JSON.stringify(copy);
}

describe("the scaler's document", () => {
  it("may name an authority, and then nothing goes in clear", () => {
    const document = aDocument();
    const tls = { webUrl: "https://10.20.0.10:8010", certificateAuthority: "PEM" };
    for (const workerTls of [true, false]) {
      const master = { ...document.master, ...tls, workerTls };
      expect(parseDocument(JSON.stringify({ ...document, master })).master).to.deep.equal(master);
    }
  });

  it("comes out as the stack wrote it", () => {
    const document: ScalerDocument = aDocument(undefined, { maxDollarsPerDay: 12.5 });
    expect(parseDocument(JSON.stringify(document))).to.deep.equal(document);
  });

  for (const [title, text, message] of [
    ["another schema", changed((d) => Object.assign(d, { schema: 2 })), "document.schema is 2, allowed: 1"],
    [
      "a missing limit",
      changed((d) => delete d["limits"]!["graceSeconds"]),
      "document.limits.graceSeconds is missing, allowed: a number from 0 up",
    ],
    [
      "a limit as text",
      changed((d) => (d["limits"]!["tickSeconds"] = "5")),
      'document.limits.tickSeconds is "5", allowed: a number from 0 up',
    ],
    [
      "a negative limit",
      changed((d) => (d["limits"]!["drainSeconds"] = -1)),
      "document.limits.drainSeconds is -1",
    ],
    [
      "no master",
      changed((d) => Object.assign(d, { master: null })),
      "document.master is null, allowed: an object",
    ],
    [
      "an empty address",
      changed((d) => (d["master"]!["webUrl"] = "")),
      'document.master.webUrl is "", allowed: a text that is not empty',
    ],
    [
      "an authority for plain http",
      changed((d) => (d["master"]!["certificateAuthority"] = "PEM")),
      'document.master.webUrl is "http://10.20.0.10:8010", workerTls false and certificateAuthority given, allowed: https with',
    ],
    [
      "https without an authority",
      changed((d) => (d["master"]!["webUrl"] = "https://10.20.0.10:8010")),
      "certificateAuthority null, allowed: https with an authority",
    ],
    [
      "TLS for workers without an authority",
      changed((d) => (d["master"]!["workerTls"] = true)),
      "workerTls true and certificateAuthority null, allowed",
    ],
    [
      "an empty authority",
      changed((d) => (d["master"]!["certificateAuthority"] = "")),
      'document.master.certificateAuthority is "", allowed: a text that is not empty, or null',
    ],
    [
      "a pool without names",
      changed((d) => (d.pools[0]!["workers"] = [])),
      "document.pools[0].workers is [], allowed: a list",
    ],
    [
      "a mirror without an address",
      changed((d) => (d.pools[0]!["mirrors"] = { "https://pypi.org": "" })),
      'document.pools[0].mirrors is {"https://pypi.org":""}, allowed: an object of texts that are not empty',
    ],
    [
      "records without a bucket",
      changed((d) => (d.pools[0]!["records"] = { region: "eu-central-1" })),
      "document.pools[0].records.bucket is missing, allowed: a text",
    ],
    [
      "records that are a text",
      changed((d) => (d.pools[0]!["records"] = "bucket")),
      'document.pools[0].records is "bucket", allowed: an object, or null',
    ],
    [
      "pools that are no list",
      changed((d) => Object.assign(d, { pools: {} })),
      "document.pools is object, allowed: a list",
    ],
  ] as const) {
    it(`is refused with ${title}`, () => {
      expect(() => parseDocument(text)).to.throw(message);
    });
  }
});
