import { expect } from "chai";
import { floorLines } from "../../cli/stackPreview";
import { declaredHours, maximumGib } from "../../operations/floor";
import { settingsOf } from "../infra/mocks";

describe("what settings say of the cost floor", () => {
  it("is the disks of all workers that there may be", () => {
    expect(maximumGib(settingsOf("local"))).to.equal(6 * 40);
    expect(maximumGib(settingsOf("staging"))).to.equal((10 + 4) * 100);
  });

  it("is the price of the mirrors, in their region", () => {
    const settings = settingsOf("staging", (config) => {
      const { try: mirror } = config["overflow:mirrors"] as { try: Record<string, unknown> };
      Object.assign(mirror, { instanceType: "c7gn.large", dollarsPerHour: 0.2 });
    });
    expect(declaredHours(settings)).to.deep.equal({ "c7gn.large": 0.2, "c6in.large": 0.1134 });
  });
});

describe("the cost floor in words", () => {
  it("is the sum, with the day of its prices, and a line a component", () => {
    const line = {
      component: "KMS keys",
      count: 2,
      dollarsPerMonth: 2,
      charge: "fixed",
      how: "$1 each",
    } as const;
    expect(floorLines({ lines: [line], dollarsPerMonth: 2, note: "list prices" })).to.deep.equal([
      "Cost floor: $2.00 a month asleep (list prices)",
      "    $2.00  2 × KMS keys ($1 each)",
    ]);
  });
});
