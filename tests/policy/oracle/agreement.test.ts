import { expect } from "chai";
import fc from "fast-check";
import { check } from "../../../policy/checker/check";
import contract from "../../../policy/contract.json";
import { buildNetwork } from "../../../policy/network/build/build";
import { type Network } from "../../../policy/network/network";
import { type Contract } from "../../../policy/proof/contract";
import { prove } from "../../../policy/proof/prove";
import { disagreements } from "./agreement";
import { masked } from "./masks";
import { picker, questionsOf } from "./packets";
import {
  corrupted,
  everythingAllowed,
  openWays,
  proofDisagreements,
  reachDisagreements,
} from "./proofAgreement";
import { buildBlocks, buildDevices, randomNetworks } from "./randomNetworks";
import { mostMilliseconds, runsOf } from "./runs";
import { type Declared, stackOf } from "./stack";
import { readWorld } from "./world";

const ours = contract as unknown as Contract;

function built(resources: readonly Declared[]): Network {
  const declared = { blocks: buildBlocks, gateways: buildDevices, declaredBy: "the test" };
  return buildNetwork(stackOf(resources), { buildNetwork: declared }).network;
}

const property = (judge: (resources: readonly Declared[], seed: number) => void) =>
  fc.property(randomNetworks, fc.nat(), judge);

describe("the proof and a walk of single packets over the facts", function () {
  this.timeout(mostMilliseconds);

  it("agree where each packet gets, and each answer, in the normalised network", () => {
    fc.assert(
      property((resources, seed) => {
        const world = readWorld(stackOf(resources));
        const questions = questionsOf(resources, world, seed, 40);
        expect(disagreements(world, built(resources), questions)).to.deep.equal([]);
      }),
      runsOf(1500),
    );
  });

  it("agree on verdicts: nothing proved has an open way, everything refuted has the way that it names", () => {
    fc.assert(
      property((resources, seed) => {
        const world = readWorld(stackOf(resources));
        const questions = questionsOf(resources, world, seed, 60);
        const { wrong, doubts } = proofDisagreements(built(resources), ours, world, questions);
        expect(wrong).to.deep.equal([]);
        expect(doubts).to.deep.equal([]);
      }),
      runsOf(250),
    );
  });

  it("agree on `reach`, of a packet and of a connection", () => {
    fc.assert(
      property((resources, seed) => {
        const world = readWorld(stackOf(resources));
        const [question] = questionsOf(resources, world, seed, 1);
        expect(reachDisagreements(built(resources), world, question!)).to.deep.equal([]);
      }),
      runsOf(60),
    );
  });

  it("leave no certificate that the checker rejects, and none that it accepts with a packet's part of it taken out", () => {
    let taken = 0;
    fc.assert(
      property((resources, seed) => {
        const world = readWorld(stackOf(resources));
        const network = built(resources);
        const allowed = everythingAllowed(network);
        const { certificate } = prove(network, allowed);
        expect(check(network, allowed, certificate).reasons).to.deep.equal([]);
        const [question] = questionsOf(resources, world, seed, 1);
        const pick = picker(seed);
        const all = corrupted(certificate!, network, world, question!);
        for (const worse of all.length > 0 ? [pick(all), pick(all)] : []) {
          taken += 1;
          expect(check(network, allowed, worse).accepted).to.be.false;
        }
      }),
      runsOf(60),
    );
    expect(taken).to.be.greaterThan(50);
  });

  describe("before there are ids", () => {
    it("agree that all is reachable that will be, where sources tell what ids will be", () => {
      fc.assert(
        property((resources, seed) => {
          const world = readWorld(stackOf(resources));
          const pick = picker(seed);
          const isAll = pick([true, false]);
          const network = built(
            masked(
              resources,
              () => isAll || pick([true, false]),
              () => false,
            ),
          );
          const missed = disagreements(world, network, questionsOf(resources, world, seed, 40));
          // What is certain is so for some address of a block; which one, ids would tell.
          expect(missed.filter((each) => !each.endsWith("for certain"))).to.deep.equal([]);
        }),
        runsOf(300),
      );
    });

    it("never prove what will be open, whatever is not known", () => {
      let open = 0;
      fc.assert(
        property((resources, seed) => {
          const world = readWorld(stackOf(resources));
          const ways = openWays(world, questionsOf(resources, world, seed, 40));
          if (ways.length === 0) return;
          open += 1;
          const pick = picker(seed);
          const hidden = masked(
            resources,
            () => pick([true, false]),
            () => pick([true, false, false]),
          );
          expect(prove(built(hidden), ours).verdict, ways[0]).to.not.equal("proved");
        }),
        runsOf(250),
      );
      expect(open).to.be.greaterThan(50);
    });
  });
});
