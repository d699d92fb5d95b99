import { expect } from "chai";
import contractFile from "../../../policy/contract.json";
import { check } from "../../../policy/checker/check";
import { buildNetwork } from "../../../policy/network/build/build";
import { type Contract } from "../../../policy/proof/contract";
import { prove } from "../../../policy/proof/prove";
import { ownBuildNetwork, ownFacts, type OwnEnvironment } from "../ownStack";

const contract = contractFile as unknown as Contract;

describe("our own network at its first preview", () => {
  for (const environment of ["local", "staging", "production"] as const satisfies OwnEnvironment[]) {
    it(`is proved, though no id is known: ${environment}`, async () => {
      const { network, layout } = buildNetwork(await ownFacts(environment), {
        buildNetwork: ownBuildNetwork(environment),
      });
      expect(layout.strays).to.deep.equal([]);
      const { verdict, breaches, certificate, pairs } = prove(network, contract);
      expect(breaches).to.deep.equal([]);
      expect(verdict).to.equal("proved");
      expect(certificate?.zones.map(({ from }) => from)).to.include.members([
        "inside",
        "internet",
        "build-network",
      ]);
      expect(check(network, contract, certificate)).to.deep.equal({ accepted: true, reasons: [] });
      const seen = pairs.map(({ from, to }) => `${from} → ${to}`).sort();
      expect(seen).to.deep.equal([
        "build-network → inside",
        "inside → build-network",
        "inside → inside",
        "inside → resolver",
        "inside → service/dynamodb",
        "inside → service/ec2",
        "inside → service/s3",
        "inside → service/secretsmanager",
      ]);
    });
  }

  it("lacks no fact but the addresses of the services behind gateway endpoints", async () => {
    const { network } = buildNetwork(await ownFacts("production"), {
      buildNetwork: ownBuildNetwork("production"),
    });
    const missing = network.nodes.flatMap(({ steps }) => steps.flatMap(({ by }) => by.missing ?? []));
    const properties = new Set(missing.map(({ property }) => property));
    expect([...properties]).to.deep.equal(["prefixListId"]);
  });

  it("gives every step a resource, words, and a missing fact where it is not sure", async () => {
    const { network } = buildNetwork(await ownFacts("production"), {
      buildNetwork: ownBuildNetwork("production"),
    });
    const steps = network.nodes.flatMap(({ steps }) => steps);
    expect(steps.length).to.be.above(500);
    for (const { take, by } of steps) {
      expect(by.resource).not.to.equal("");
      expect(by.text).not.to.equal("");
      expect(by.missing !== undefined || take !== "perhaps").to.equal(true);
    }
  });
});
