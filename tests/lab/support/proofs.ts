import { expect } from "chai";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Evidence } from "../../../policy/evidence/evidence";
import { type ReachedPair } from "../../../policy/proof/verdict";
import { difference } from "../../../policy/proof/difference";
import { readStateInput } from "../../../operations/proof/stateInput";
import { type Command } from "./command";
import { type TestLab } from "./testLab";

type Ended = Awaited<Command["ended"]>;

/** From zone to zone, on protocols and ports, wherever there. */
function anywhere({ from, to, packets }: ReachedPair): ReachedPair {
  return { from, to, packets: packets.map(({ destination: _destination, ...packet }) => packet) };
}

/** What passes by a later source and not by an earlier one, with addresses: it knows more, and so must let through no more. */
function opened(earlier: Evidence, later: Evidence): readonly ReachedPair[] {
  return difference(earlier.pairs, later.pairs).opened;
}

/**
 * Proves an environment by its program, by its state and by what the account answers now: all three must be proved, and let the same through, from zone
 * to zone and on which ports; and the later source, which knows more, to no more addresses.
 */
export async function expectSameProof(
  lab: TestLab,
  environment: string,
  ...labFlag: readonly string[]
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "overflow-proofs-"));
  try {
    const [state, answers] = [join(folder, "state.json"), join(folder, "answers")];
    const exported = await lab.pulumi("stack", "export", "-s", environment, "--file", state);
    expect(exported.code, exported.stderr).to.equal(0);
    await lab.ok("describe", environment, ...labFlag, "--out", answers);
    const program = await proved(lab, environment);
    const stored = await proved(lab, "--state", state);
    const live = await proved(lab, environment, "--live", ...labFlag);
    expect([program, stored, live].map(({ input }) => input.kind)).to.deep.equal([
      "program",
      "state",
      "live",
    ]);
    for (const other of [stored, live]) {
      const { opened: more, closed: less } = difference(
        program.pairs.map(anywhere),
        other.pairs.map(anywhere),
      );
      expect({ more, less }, other.input.kind).to.deep.equal({ more: [], less: [] });
    }
    expect(opened(program, stored)).to.deep.equal([]);
    expect(opened(stored, live)).to.deep.equal([]);
    // The command says the same of the program, the file and the folder.
    same(await lab.run("prove", "diff", environment, state));
    same(await lab.run("prove", "diff", state, answers, "--vpc", vpcOf(state)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function proved(lab: TestLab, ...args: readonly string[]): Promise<Evidence> {
  const { code, stdout, stderr } = await lab.run("prove", ...args, "--json");
  if (stdout === "") throw new Error(`overflow prove ${args.join(" ")}: ${code}\n${stderr}`);
  const evidence = JSON.parse(stdout) as Evidence;
  const told = evidence.rules.flatMap(({ id, findings }) =>
    findings.map(({ urn, property = "", found }) => `${id} ${urn} ${property}: ${found}`),
  );
  expect(told, stderr).to.deep.equal([]);
  expect({ code, verdict: evidence.verdict, missing: evidence.missing }, stderr).to.deep.equal({
    ...{ code: 0, verdict: "proved", missing: [] },
  });
  expect(evidence.pairs).not.to.deep.equal([]);
  return evidence;
}

function same({ code, stdout, stderr }: Ended): void {
  expect(code, stdout + stderr).to.equal(0);
  expect(stdout).to.contain("reach the same zones on the same ports");
}

/** The id of a state's one VPC. */
function vpcOf(state: string): string {
  const [vpc] = readStateInput(state).stack.ofType("aws:ec2/vpc:Vpc");
  const id = vpc?.props.text("id");
  if (id?.state !== "known") throw new Error(`${state} has no VPC with an id.`);
  return id.value;
}
