import { expect } from "chai";
import { contract } from "../../policy/judgement/isolation";
import { contractFaults, type ContractLine } from "../../policy/proof/contract";

const faultsWith = (...allow: readonly ContractLine[]) =>
  contractFaults({ ...contract, allow: [...contract.allow, ...allow] });

describe("the contract", () => {
  it("keeps the promise: no line of it speaks of anything but the build network, listed services and the resolver", () => {
    expect(contractFaults(contract)).to.deep.equal([]);
  });

  for (const zone of ["internet", "unknown", "beyond-the-link", "foreign/vpc-1", "foreign"]) {
    it(`may not be edited to let anything to or from ${zone}`, () => {
      const why = "somebody asked for it";
      expect(faultsWith({ from: "inside", to: zone, why })).to.have.length(1);
      expect(faultsWith({ from: zone, to: "inside", why })[0]).to.match(
        /policy\/contract\.json lets .* send to inside, which no contract may: take the line out/,
      );
    });
  }

  it("may name what only sounds alike", () => {
    expect(faultsWith({ from: "inside", to: "service/internetmonitor", why: "" })).to.deep.equal([]);
  });
});
