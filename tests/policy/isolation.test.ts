import { expect } from "chai";
import { isolationOf } from "../../policy/judgement/isolation";
import { factsOf } from "./network/joined";
import { two } from "./network/transit";

/** Two VPCs behind one transit gateway, each with its machines. */
const stack = factsOf(two);
const proofOf = (vpcs?: readonly string[]) => isolationOf(stack, vpcs && { vpcs }).proof;
const told = (pairs: readonly { readonly from: string; readonly to: string }[]) =>
  pairs.map(({ from, to }) => `${from} → ${to}`);

describe("the isolation of some of an account's VPCs", () => {
  it("holds all against the contract where none is named", () => {
    expect(told(proofOf().pairs)).to.include("inside → inside");
    expect(told(proofOf().pairs).join()).not.to.contain("vpc-b");
  });

  it("tells what passes between them and the others, and nothing of the others' own", () => {
    const pairs = told(proofOf(["vpc-a"]).pairs);
    expect(pairs).to.include.members(["inside → foreign/vpc-b", "foreign/vpc-b → inside"]);
    expect(pairs.filter((pair) => pair.includes("foreign/vpc-b") && !pair.includes("inside"))).to.deep.equal(
      [],
    );
  });

  it("is broken by what passes to the others", () => {
    const { verdict, breaches } = proofOf(["vpc-a"]);
    expect(verdict).to.equal("refuted");
    expect(told(breaches)).to.have.members(["inside → foreign/vpc-b", "foreign/vpc-b → inside"]);
  });
});
