import { expect } from "chai";
import { type Declared } from "../../../policy/sources/declared";
import { ownBuildNetwork, type OwnEnvironment } from "../ownStack";
import { inputsOf } from "./declaredValues";
import { type MutantVerdict, Verdicts } from "./mutantVerdicts";
import { countProperties, type Mutation, mutationsOf } from "./mutations";
import { openedWorlds } from "./openedWorlds";
import { ownConcrete } from "./ownConcrete";
import { picker } from "./packets";

/**
 * `OVERFLOW_MUTATIONS=all` asks for every change, of `OVERFLOW_MUTATIONS_OF` (local), and tells figures: an hour. A number asks for so many of each
 * world, and tells them too. Else a seeded sample.
 */
const wanted = process.env["OVERFLOW_MUTATIONS"];
const isWhole = wanted === "all";
const environment = (process.env["OVERFLOW_MUTATIONS_OF"] ?? "local") as OwnEnvironment;
/** The sample is the same each time. */
const leastOpened = wanted === undefined ? 20 : 0;
const sample = wanted === undefined || isWhole ? 35 : Number(wanted);

/** Resources by which packets go. In the opened worlds only these are changed; in the stack as it is all are. */
const isOfNetwork = ({ type }: Declared): boolean =>
  /^aws:(ec2|vpc|lb|autoscaling|lambda\/function)/.test(type) &&
  !/ec2\/(flowLog|serial|image|instanceMetadata)/.test(type);

/** What decides where packets go; of a hundred changes of anything else hardly one opens a way. */
const decides =
  /cidr|gateway|routeTable|subnet|vpcId|securityGroup|ingress|egress|routes|prefixList|ipAddress|port|public/i;

/** A block or an object that opens most. */
const widens = /0\.0\.0\.0\/[01]|8\.8\.8\.0|::\/0|-open|igw-1|nat-1|pcx-1|tgw-1|vgw-foreign|vpce-|→ "?rtb-/;

function sampleOf(all: readonly Mutation[], pick: ReturnType<typeof picker>): readonly Mutation[] {
  const likely = all.filter(({ path, text }) => decides.test(path) && widens.test(text));
  return Array.from({ length: sample }, (_, place) => pick(place % 5 === 4 ? all : likely));
}

interface Tally {
  mutants: number;
  readonly opened: string[];
  readonly missed: string[];
  readonly refutedAlone: string[];
  readonly undeterminedAlone: string[];
  unreadable: number;
  refuted: number;
  undetermined: number;
}

/** The prover must tell something of every stack: what it throws is a miss like any other. */
function verdictOf(mutation: Mutation, verdicts: Verdicts): MutantVerdict | Error {
  try {
    return verdicts.of(mutation);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Pairs of zones between which something passes, or may. */
const pairsOf = ({ breaches }: MutantVerdict["proof"]): ReadonlySet<string> =>
  new Set(breaches.map(({ from, to, verdict }) => `${from} → ${to} ${verdict}`));

/** @param before what is not proved of the stack without a change */
function judged(mutations: readonly Mutation[], verdicts: Verdicts, before: ReadonlySet<string>): Tally {
  const tally: Tally = {
    mutants: 0,
    opened: [],
    missed: [],
    refutedAlone: [],
    undeterminedAlone: [],
    unreadable: 0,
    refuted: 0,
    undetermined: 0,
  };
  for (const mutation of mutations) {
    tally.mutants++;
    const verdict = verdictOf(mutation, verdicts);
    if (verdict instanceof Error) {
      tally.missed.push(verdict.message);
      continue;
    }
    const { walker, ways, proof } = verdict;
    if (walker === "unreadable") tally.unreadable++;
    if (walker === "open") {
      tally.opened.push(mutation.text);
      if (proof.verdict === "refuted") tally.refuted++;
      if (proof.verdict === "undetermined") tally.undetermined++;
      if (![...pairsOf(proof)].some((pair) => !before.has(pair)))
        tally.missed.push(`${mutation.text}: ${ways.map(({ text }) => text).join("; ")}`);
    } else if (proof.verdict !== "proved") {
      const list = proof.verdict === "refuted" ? tally.refutedAlone : tally.undeterminedAlone;
      list.push(`${walker}: ${mutation.text}: ${told(proof)}`);
    }
  }
  return tally;
}

const told = ({ breaches }: MutantVerdict["proof"]): string =>
  breaches
    .map(
      ({ from, to, verdict, path, missing }) =>
        `${from} → ${to} ${verdict}: ${path.map(({ node }) => node).join(" ")} ${missing?.why ?? ""}`,
    )
    .join("; ");

describe("every single change of our own stack", function () {
  this.timeout(wanted !== undefined ? 3_600_000 : 60_000);
  let own: readonly Declared[] = [];
  let openedInAll = 0;
  const home = ownBuildNetwork(environment);
  before(async () => {
    own = await ownConcrete(environment);
  });

  const names = [
    "as it is",
    "with what is open, and nothing uses",
    "with an internet gateway, and no route to it",
    "with routes to an internet gateway",
    "with routes to an internet gateway, and no public address",
    "with routes to a NAT gateway",
    "with IPv6, and routes to an egress-only gateway",
    "with routes to a peering",
    "with routes to a transit gateway",
    "with another link's gateway, which no VPC has",
  ];
  names.forEach((name, index) => {
    it(`that opens it, by the walker, is not proved: the stack ${name}`, () => {
      const { declared } = openedWorlds(own).find((world) => world.name === name)!;
      const verdicts = new Verdicts(declared, home);
      const before = verdicts.of();
      expect(before.ways).to.deep.equal([]);
      // Whom a NAT gateway answers no fact tells: with one there, the stack is not proved, and a change must add to that.
      expect(before.proof.verdict).to.equal(name.includes("NAT") ? "undetermined" : "proved");
      const changed =
        name === "as it is" && isWhole
          ? own.filter(({ type }) => type.startsWith("aws:"))
          : own.filter(isOfNetwork);
      const all = changed.flatMap(({ urn }) => {
        const there = declared.find((each) => each.urn === urn);
        return there === undefined ? [] : mutationsOf(there, declared);
      });
      const mutations = isWhole ? all : sampleOf(all, picker(20_261_124 + index));
      const tally = judged(mutations, verdicts, pairsOf(before.proof));
      if (wanted !== undefined) {
        const properties = changed.reduce((sum, each) => sum + countProperties(inputsOf(each)), 0);
        console.log(
          JSON.stringify(
            { environment, name, resources: changed.length, properties, ...tally, ...verdicts.seen },
            null,
            1,
          ),
        );
      }
      openedInAll += tally.opened.length;
      expect(tally.missed).to.deep.equal([]);
    });
  });

  it("opens it often enough to say something of the prover", () => {
    expect(openedInAll).to.be.above(leastOpened);
  });
});
