import { expect } from "chai";
import fc from "fast-check";
import {
  acceptEvent,
  type AsyncEvent,
  type AsyncRules,
  nextDueInMs,
  settle,
  takeDue,
  type TryOutcome,
} from "../../lab/functions/asyncEvents";

const lambdaDefaults: AsyncRules = { maximumRetryAttempts: 2, maximumEventAgeSeconds: 21_600 };

/** Times of the tries, in seconds from acceptance, when each try ends at once; then why there were no more. */
function triesOf(
  outcomes: readonly TryOutcome[],
  rules: AsyncRules,
): { triesSeconds: number[]; end: string } {
  let event: AsyncEvent = acceptEvent("r-1", "{}", 0);
  const triesSeconds: number[] = [];
  for (const outcome of outcomes) {
    triesSeconds.push(event.dueAtMs / 1000);
    const fate = settle(event, outcome, rules, event.dueAtMs);
    if (fate.kind !== "again") return { triesSeconds, end: fate.kind === "done" ? "done" : fate.reason };
    event = fate.event;
  }
  return { triesSeconds, end: "waiting" };
}
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

describe("an asynchronous event", () => {
  it("that succeeds is done", () => {
    expect(triesOf(["succeeded"], lambdaDefaults)).to.deep.equal({ triesSeconds: [0], end: "done" });
  });

  it("that fails is tried again after one minute, then after two more, then dropped", () => {
    expect(triesOf(times(9, "failed"), lambdaDefaults)).to.deep.equal({
      triesSeconds: [0, 60, 180],
      end: "RetriesExhausted",
    });
  });

  it("with no retries allowed is dropped at its first failure", () => {
    const rules = { ...lambdaDefaults, maximumRetryAttempts: 0 };
    expect(triesOf(times(9, "failed"), rules)).to.deep.equal({ triesSeconds: [0], end: "RetriesExhausted" });
  });

  it("that is throttled goes back to the queue even with no retries allowed: 1 s, doubling, up to 5 minutes", () => {
    const rules = { maximumRetryAttempts: 0, maximumEventAgeSeconds: 21_600 };
    const { triesSeconds } = triesOf(times(12, "throttled"), rules);
    const waits = triesSeconds.slice(1).map((second, index) => second - (triesSeconds[index] ?? 0));
    expect(waits).to.deep.equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
  });

  it("is never tried past its maximum age", () => {
    const rules = { maximumRetryAttempts: 0, maximumEventAgeSeconds: 60 };
    expect(triesOf(times(99, "throttled"), rules)).to.deep.equal({
      triesSeconds: [0, 1, 3, 7, 15, 31],
      end: "EventAgeExceeded",
    });
  });

  it("runs at most once more than its retries, and within its age, whatever happens", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom<TryOutcome>("failed", "throttled")),
        fc.nat(2),
        fc.integer({ min: 60, max: 21_600 }),
        (outcomes, maximumRetryAttempts, maximumEventAgeSeconds) => {
          const { triesSeconds } = triesOf(outcomes, { maximumRetryAttempts, maximumEventAgeSeconds });
          const failures = outcomes.slice(0, triesSeconds.length).filter((outcome) => outcome === "failed");
          expect(failures.length).to.be.at.most(maximumRetryAttempts + 1);
          expect(Math.max(0, ...triesSeconds)).to.be.at.most(maximumEventAgeSeconds);
        },
      ),
    );
  });
});

describe("a queue of asynchronous events", () => {
  const queue = [300, 100, 200].map((dueAtMs, index) => ({
    ...acceptEvent(`r-${index}`, "{}", 0),
    dueAtMs,
  }));

  it("gives out what is due, in the order it is due, and keeps the rest", () => {
    const { due, rest } = takeDue(queue, 200);
    expect(due.map((event) => event.dueAtMs)).to.deep.equal([100, 200]);
    expect(rest.map((event) => event.dueAtMs)).to.deep.equal([300]);
  });

  it("says how long to wait, nothing when empty", () => {
    expect(nextDueInMs(queue, 40)).to.equal(60);
    expect(nextDueInMs(queue, 1000)).to.equal(0);
    expect(nextDueInMs([], 0)).to.equal(null);
  });
});
