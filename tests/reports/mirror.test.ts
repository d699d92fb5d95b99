import { expect } from "chai";
import fc from "fast-check";
import { type MirrorEvidence, mirrorReport } from "../../reports/mirror";
import { mirrorPicture } from "../../reports/mirrorPicture";
import { bytesInWords, mirrorLines } from "../../reports/mirrorText";

const noonMs = Date.UTC(2026, 10, 24, 12);
const dayMs = 24 * 60 * 60 * 1000;

/** A line of the access log; a main request unless said otherwise. */
const line = (over: object = {}) =>
  JSON.stringify({
    ...{
      atMs: noonMs,
      level: "try",
      upstream: "pypi",
      client: "10.130.0.9",
      method: "GET",
      path: "/x",
      status: 200,
    },
    ...{ cache: "HIT", sentBytes: 1000, responseBytes: 1200, fetchedBytes: "", seconds: 0.01 },
    ...over,
  });
const miss = (over: object = {}) => line({ cache: "MISS", fetchedBytes: "1100", ...over });
const past = (over: object = {}) =>
  JSON.stringify({
    ...{
      atMs: noonMs,
      worker: "bld-1",
      level: "try",
      origin: "https://pypi.org",
      mirror: "https://pypi.try.mirror.x",
    },
    ...{ path: "/x", reason: "status 502", outcome: "fetched", bytes: 1000, milliseconds: 5, ...over },
  });
const report = (
  logLines: readonly string[],
  fallBacks: readonly string[] = [],
  over: Partial<MirrorEvidence> = {},
) => mirrorReport({ logLines, fallBacks, ...over });

describe("the report on mirrors", () => {
  it("says which share of requests and bytes came from the cache", () => {
    const { total } = report([miss(), ...Array.from({ length: 19 }, () => line()), line({ cache: "STALE" })]);
    expect(total).to.include({
      requests: 21,
      hits: 20,
      sentBytes: 21_000,
      fetchedBytes: 1100,
      savedBytes: 19_900,
    });
    expect(total.hitShare).to.be.closeTo(20 / 21, 1e-9);
    expect(total.savedShare).to.be.closeTo(19_900 / 21_000, 1e-9);
  });

  it("counts what a background update fetched, and no request for it", () => {
    const update = line({ cache: "REVALIDATED", fetchedBytes: "129", sentBytes: 700, responseBytes: 700 });
    expect(report([line(), update]).total).to.include({
      requests: 1,
      hits: 1,
      sentBytes: 1000,
      fetchedBytes: 129,
    });
  });

  it("adds up what several tries fetched", () => {
    expect(report([miss({ fetchedBytes: "0, 1100 : 5" })]).total.fetchedBytes).to.equal(1105);
  });

  it("takes no text of an error for something saved", () => {
    const { total } = report([
      line({ cache: "", status: 404 }),
      line({ cache: "MISS", status: 502, fetchedBytes: "0" }),
    ]);
    expect(total).to.include({ requests: 2, served: 0, sentBytes: 0, failures: 1, savedBytes: 0 });
    expect(total.savedShare).to.equal(null);
  });

  it("tells days (UTC), levels and upstreams apart, in order", () => {
    const late = Date.UTC(2026, 10, 24, 23, 59, 59, 999);
    const { days, upstreams } = report([
      line({ atMs: late + 1 }),
      line({ atMs: late }),
      line({ upstream: "files" }),
      line({ level: "release" }),
      line({ upstream: "", status: 404 }),
    ]);
    expect(days.map(({ level, upstream, day }) => `${level}/${upstream} ${day ?? ""}`)).to.deep.equal([
      "release/pypi 2026-11-24",
      "try/(unknown name) 2026-11-24",
      "try/files 2026-11-24",
      "try/pypi 2026-11-24",
      "try/pypi 2026-11-25",
    ]);
    expect(upstreams.map(({ upstream, requests }) => [upstream, requests])).to.deep.equal([
      ["pypi", 1],
      ["(unknown name)", 1],
      ["files", 1],
      ["pypi", 2],
    ]);
  });

  it("raises an alarm above 5 % of fetches past the mirror, and not at 5 %", () => {
    const served = Array.from({ length: 19 }, () => line());
    expect(report(served, [past()]).alarms).to.deep.equal([]);
    const { alarms, total } = report(served, [past(), past()]);
    expect(total).to.include({ fallBacks: 2, fallBackBytes: 2000 });
    expect(alarms).to.deep.equal([
      "try/pypi: 9.5 % of fetches went past the mirror (2), at most 5 % should.",
    ]);
    expect(report([], [past()]).alarms).to.have.length(1);
  });

  it("does not blame the mirror for what the origin has not either", () => {
    expect(report([line()], [past({ outcome: "failed", bytes: 0 })])).to.deep.include({ alarms: [] });
  });

  it("leaves out what is older than asked for, and counts what it cannot read", () => {
    const old = { atMs: noonMs - dayMs };
    const found = report([line(old), line(), "torn {", "[]", line({ atMs: "x" }), ""], [past(old), "{}"], {
      sinceMs: noonMs,
    });
    expect(found.total.requests).to.equal(1);
    expect(found.total.fallBacks).to.equal(0);
    expect(found.unreadable).to.equal(4);
  });

  it("has sums that are the sums of its rows, whatever was logged", () => {
    const entry = fc.record({
      atMs: fc.integer({ min: 0, max: 5 * dayMs }),
      level: fc.constantFrom("try", "release"),
      upstream: fc.constantFrom("a", "b", ""),
      status: fc.constantFrom(200, 206, 304, 404, 502),
      cache: fc.constantFrom("HIT", "MISS", ""),
      sentBytes: fc.nat(9999),
      fetchedBytes: fc.constantFrom("", "7", "1, 2"),
    });
    fc.assert(
      fc.property(fc.array(entry), (entries) => {
        const { days, upstreams, total } = report(
          entries.map((e) => line({ ...e, responseBytes: e.sentBytes + 100 })),
        );
        for (const key of ["requests", "served", "hits", "sentBytes", "fetchedBytes", "failures"] as const) {
          const sum = (rows: readonly { readonly [K in typeof key]: number }[]) =>
            rows.reduce((all, row) => all + row[key], 0);
          expect(sum(days), key).to.equal(total[key]);
          expect(sum(upstreams), key).to.equal(total[key]);
        }
        expect(total.requests).to.equal(entries.length);
      }),
    );
  });
});

describe("the report on mirrors, for people", () => {
  const found = report([miss(), line(), line({ atMs: noonMs + dayMs })], [past()]);

  it("is a table with its sums, what was saved, and the alarm", () => {
    expect(mirrorLines(found)).to.deep.equal([
      "day         level/upstream  requests     hits    sent  over the link    saved  past the mirror  5xx",
      "──────────  ──────────────  ────────  ───────  ──────  ─────────────  ───────  ───────────────  ───",
      "2026-11-24  try/pypi               2   50.0 %  2.0 kB         1.1 kB   45.0 %       1 (33.3 %)    0",
      "2026-11-25  try/pypi               1  100.0 %  1.0 kB            0 B  100.0 %                0    0",
      "──────────  ──────────────  ────────  ───────  ──────  ─────────────  ───────  ───────────────  ───",
      "sum         try/pypi               3   66.7 %  3.0 kB         1.1 kB   63.3 %       1 (25.0 %)    0",
      "all         *                      3   66.7 %  3.0 kB         1.1 kB   63.3 %       1 (25.0 %)    0",
      "1.9 kB were kept off the link.",
      "! try/pypi: 25.0 % of fetches went past the mirror (1), at most 5 % should.",
    ]);
    expect(mirrorLines(report([]))).to.deep.equal([
      "Nothing was fetched through the mirrors, nor past them.",
    ]);
    expect(mirrorLines(report([line(), "x"])).at(-1)).to.contain("1 line(s) or record(s) could not be read");
  });

  it("is a picture, too", () => {
    const svg = mirrorPicture("<staging>", found);
    expect(svg).to.contain("Mirrors of &lt;staging&gt;").and.to.contain("1.1 kB of 3.0 kB");
    expect(svg).not.to.contain("NaN");
    expect(mirrorPicture("staging", report([]))).not.to.contain("NaN");
  });

  it("counts bytes in thousands", () => {
    expect([0, 999, 1000, 1_234_567, -4_000_000_000].map(bytesInWords)).to.deep.equal([
      "0 B",
      "999 B",
      "1.0 kB",
      "1.2 MB",
      "-4.0 GB",
    ]);
  });
});
