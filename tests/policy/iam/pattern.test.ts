import { expect } from "chai";
import fc from "fast-check";
import { includes, overlap, reachesArn } from "../../../policy/iam/pattern";

/** What a pattern means, said another way. */
const matches = (pattern: string, text: string): boolean =>
  new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`).test(text);

const letters = ["a", "b"];
const texts = ["", ...letters, ...letters.flatMap((a) => letters.map((b) => a + b))];
/** Every text of `a` and `b` of up to four letters: enough to tell patterns of up to four signs apart. */
const all = [...new Set(texts.flatMap((a) => texts.map((b) => a + b)))];
const pattern = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 4 });

describe("patterns of IAM", () => {
  it("overlap where some text matches both", () => {
    fc.assert(
      fc.property(pattern, pattern, (a, b) => {
        const both = all.some((text) => matches(a, text) && matches(b, text));
        // A text that matches both may be longer than those that are tried; never the other way round.
        if (both) expect(overlap(a, b), `${a} ${b}`).to.equal(true);
        else if (!a.includes("*") || !b.includes("*")) expect(overlap(a, b), `${a} ${b}`).to.equal(false);
      }),
      { numRuns: 2000 },
    );
  });

  it("include one another only where every text of the inner matches the outer", () => {
    fc.assert(
      fc.property(pattern, pattern, (outer, inner) => {
        if (!includes(outer, inner)) return;
        for (const text of all.filter((each) => matches(inner, each)))
          expect(matches(outer, text), `${outer} ${inner} ${text}`).to.equal(true);
      }),
      { numRuns: 2000 },
    );
  });

  it("include what is plainly within", () => {
    expect(includes("ec2:*", "ec2:Create*")).to.equal(true);
    expect(includes("*", "*")).to.equal(true);
    expect(includes("ec2:Create*", "ec2:*")).to.equal(false);
    expect(includes("a?", "a*")).to.equal(false);
  });

  it("reach an ARN by its parts", () => {
    const table = "arn:~:ec2:~:~:route-table/~";
    for (const reaching of [
      "*",
      "arn:aws:ec2:*",
      "arn:*:ec2:*:*:route-table/rtb-1",
      "arn:aws:ec2:us-east-1:123456789012:*",
    ])
      expect(reachesArn(reaching, table), reaching).to.equal(true);
    for (const other of [
      "arn:aws:ec2:us-east-1:123456789012:instance/*",
      "arn:aws:s3:::*",
      "arn:aws:ec2:*:*:subnet/*",
      "",
    ])
      expect(reachesArn(other, table), other).to.equal(false);
  });
});
