import { expect } from "chai";
import fc from "fast-check";
import { awakeSpans, billedSeconds, type VmCall } from "../../reports/vmTime";

const call = (atMs: number, kind: VmCall["kind"], instanceId = "i-1"): VmCall => ({ atMs, instanceId, kind });

describe("awake spans", () => {
  it("pair the call that woke a VM with the call that put it to sleep", () => {
    const calls = [
      call(0, "create"),
      call(9_000, "suspend"),
      call(20_000, "start"),
      call(30_000, "terminate"),
    ];
    expect(awakeSpans(calls, 99_000)).to.deep.equal([
      { instanceId: "i-1", fromMs: 0, toMs: 9_000, created: true },
      { instanceId: "i-1", fromMs: 20_000, toMs: 30_000, created: false },
    ]);
  });

  it("end now where a VM still runs", () => {
    expect(awakeSpans([call(5_000, "start")], 8_000)).to.deep.equal([
      { instanceId: "i-1", fromMs: 5_000, toMs: 8_000, created: false },
    ]);
  });

  it("ignore a start of a running VM and a stop of a sleeping one", () => {
    const calls = [
      call(0, "suspend"),
      call(1_000, "start"),
      call(2_000, "start"),
      call(3_000, "suspend"),
      call(4_000, "suspend"),
    ];
    expect(awakeSpans(calls, 9_000)).to.have.length(1);
  });

  it("never overlap within one VM, whatever the order of the calls", () => {
    const kind = fc.constantFrom<VmCall["kind"]>("create", "start", "suspend", "terminate");
    const calls = fc.array(fc.record({ atMs: fc.nat(100), kind, instanceId: fc.constantFrom("i-1", "i-2") }));
    fc.assert(
      fc.property(calls, (list) => {
        const spans = awakeSpans(list, 200);
        for (const id of ["i-1", "i-2"]) {
          const mine = spans.filter((span) => span.instanceId === id);
          mine.slice(1).forEach((span, index) => {
            expect(span.fromMs).to.be.at.least(mine[index]!.toMs);
          });
        }
      }),
    );
  });
});

describe("billed seconds", () => {
  it("are whole, and at least a minute a start", () => {
    const span = (ms: number) => ({ instanceId: "i-1", fromMs: 0, toMs: ms, created: false });
    expect([1, 59_000, 60_001, 61_000].map((ms) => billedSeconds(span(ms)))).to.deep.equal([60, 60, 61, 61]);
  });
});
