import { expect } from "chai";
import { daysBetween } from "../../operations/mirrorReport";

describe("days of the records bucket", () => {
  it("are those that a span touches, by UTC", () => {
    expect(daysBetween(Date.UTC(2026, 1, 27, 23, 59), Date.UTC(2026, 2, 1))).to.deep.equal([
      "2026-02-27",
      "2026-02-28",
      "2026-03-01",
    ]);
    expect(daysBetween(5, 5)).to.deep.equal(["1970-01-01"]);
    expect(daysBetween(2 * 86_400_000, 0)).to.deep.equal([]);
  });
});
