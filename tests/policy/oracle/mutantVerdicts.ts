import { createHash } from "node:crypto";
import { contract } from "../../../policy/judgement/isolation";
import { buildNetwork } from "../../../policy/network/build/build";
import { type BuildNetwork } from "../../../policy/proof/contract";
import { prove } from "../../../policy/proof/prove";
import { type NetworkProof } from "../../../policy/proof/verdict";
import { type Declared, factsOfDeclared } from "../../../policy/sources/declared";
import { ForbiddenWays, type Way } from "./forbiddenWays";
import { mutated, type Mutation } from "./mutations";
import { foreignLinks, walkableWorld } from "./walkable";

/** What both say of a changed stack. */
export interface MutantVerdict {
  /** `unreadable`: no stack that AWS would take (a subnet without a block), on which no packet can be walked. */
  readonly walker: "closed" | "open" | "unreadable";
  readonly ways: readonly Way[];
  readonly proof: Pick<NetworkProof, "verdict" | "breaches">;
}

type Walked = Pick<MutantVerdict, "walker" | "ways">;

/** Asks the walker and the prover; for what is the same to one of them, once. */
export class Verdicts {
  private readonly walks = new Map<string, Walked>();
  private readonly proofs = new Map<string, MutantVerdict["proof"]>();
  private readonly forbidden: ForbiddenWays;

  constructor(
    private readonly stack: readonly Declared[],
    private readonly home: BuildNetwork,
  ) {
    this.forbidden = new ForbiddenWays(contract, home.blocks);
  }

  of(mutation?: Mutation): MutantVerdict {
    const declared = mutation === undefined ? this.stack : mutated(this.stack, mutation);
    try {
      return { ...this.walked(declared), proof: this.proved(declared) };
    } catch (error) {
      throw new Error(`${mutation?.text ?? "the stack"}: ${String(error)}`, { cause: error });
    }
  }

  /** How many different worlds and networks were seen. */
  get seen(): { readonly worlds: number; readonly networks: number } {
    return { worlds: this.walks.size, networks: this.proofs.size };
  }

  private walked(declared: readonly Declared[]): Walked {
    try {
      const world = walkableWorld(declared);
      const foreign = foreignLinks(declared, this.home.gateways ?? []);
      const key = fingerprint(textOfWorld([world, [...foreign]]));
      const known = this.walks.get(key);
      if (known !== undefined) return known;
      const ways = this.forbidden.of(world, foreign);
      const walked: Walked = { walker: ways.length > 0 ? "open" : "closed", ways };
      this.walks.set(key, walked);
      return walked;
    } catch (error) {
      return { walker: "unreadable", ways: [{ from: "", to: "", text: String(error) }] };
    }
  }

  private proved(declared: readonly Declared[]): MutantVerdict["proof"] {
    const { network } = buildNetwork(factsOfDeclared(declared), { buildNetwork: this.home });
    const key = fingerprint(JSON.stringify(network));
    const known = this.proofs.get(key);
    if (known !== undefined) return known;
    const { verdict, breaches } = prove(network, contract);
    this.proofs.set(key, { verdict, breaches });
    return { verdict, breaches };
  }
}

/** Thousands of worlds are told apart: by their hashes, for the worlds themselves are large. */
const fingerprint = (text: string): string => createHash("sha256").update(text).digest("base64");

const textOfWorld = (world: unknown): string =>
  JSON.stringify(world, (_key, value: unknown) =>
    typeof value === "bigint"
      ? `${value}`
      : value instanceof Map
        ? [...(value as Map<unknown, unknown>)]
        : value,
  );
