import { expect } from "chai";
import { type DeployedSchedule, functionNameOf, regionOf } from "../../lab/functions/deployed";
import { parseRate } from "../../lab/functions/rate";
import { advance, type Timetable } from "../../lab/functions/schedules";

describe("a rate", () => {
  const rates: readonly [string, number][] = [
    ["rate(1 minute)", 60_000],
    ["rate(5 minutes)", 300_000],
    ["rate(2 hours)", 7_200_000],
    ["rate(1 day)", 86_400_000],
  ];
  for (const [expression, periodMs] of rates) {
    it(`${expression} is ${periodMs} ms`, () => {
      expect(parseRate(expression)).to.equal(periodMs);
    });
  }

  for (const expression of ["rate(0 minutes)", "rate(1 second)", "rate(minute)", "cron(0 * * * ? *)", ""]) {
    it(`${JSON.stringify(expression)} is refused, with what the lab runs`, () => {
      expect(() => parseRate(expression)).to.throw(/schedules like "rate\(5 minutes\)"/);
    });
  }
});

describe("schedules", () => {
  const minutely: DeployedSchedule = {
    name: "scaler",
    group: "default",
    expression: "rate(1 minute)",
    enabled: true,
    targetArn: "arn:aws:lambda:eu-central-1:123456789012:function:scaler",
    input: "{}",
  };
  const refuse = (_: DeployedSchedule, reason: Error) => {
    throw reason;
  };
  /** Which of the times, in seconds, see the schedule due. */
  function dueAt(seconds: readonly number[], schedule = minutely): number[] {
    let timetable: Timetable = new Map();
    return seconds.filter((second) => {
      const step = advance(timetable, [schedule], second * 1000, refuse);
      timetable = step.timetable;
      return step.due.length > 0;
    });
  }

  it("are due when first seen, then once each period counted from there", () => {
    expect(dueAt([0, 1, 59, 60, 61, 119.5, 120.9, 121, 180])).to.deep.equal([0, 60, 120.9, 180]);
  });

  it("call once for periods that passed unseen, and keep their beat", () => {
    expect(dueAt([0, 330, 331, 359, 360])).to.deep.equal([0, 330, 360]);
  });

  it("are never due while disabled", () => {
    expect(dueAt([0, 60, 120], { ...minutely, enabled: false })).to.deep.equal([]);
  });

  it("start anew when their expression changes or they come back", () => {
    const first = advance(new Map(), [minutely], 0, refuse);
    const changed = { ...minutely, expression: "rate(2 minutes)" };
    expect(advance(first.timetable, [changed], 1000, refuse).due).to.have.length(1);
    const gone = advance(first.timetable, [], 1000, refuse);
    expect(advance(gone.timetable, [minutely], 2000, refuse).due).to.have.length(1);
  });

  it("that the lab does not run are told, and do not hold the others", () => {
    const told: string[] = [];
    const cron = { ...minutely, name: "nightly", expression: "cron(0 3 * * ? *)" };
    const { due } = advance(new Map(), [cron, minutely], 0, (schedule) => told.push(schedule.name));
    expect(told).to.deep.equal(["nightly"]);
    expect(due).to.deep.equal([minutely]);
  });
});

describe("a function's ARN", () => {
  it("holds its name, with or without a qualifier", () => {
    const arn = "arn:aws:lambda:eu-central-1:123456789012:function:overflow-scaler";
    expect(functionNameOf(arn)).to.equal("overflow-scaler");
    expect(functionNameOf(`${arn}:live`)).to.equal("overflow-scaler");
  });

  it("is nothing else's", () => {
    expect(functionNameOf("arn:aws:sqs:eu-central-1:123456789012:queue")).to.equal(null);
  });
});

describe("the region of a function", () => {
  it("is the one in its ARN, whatever the lab's default is", () => {
    expect(regionOf("arn:aws:lambda:eu-west-1:123456789012:function:x")).to.equal("eu-west-1");
    expect(regionOf("overflow-scaler")).to.equal(null);
  });
});
