import { expect } from "chai";
import { type Declared } from "../../../policy/sources/declared";
import { build } from "../../../tools/build";
import { Analyzer, type Diagnostic } from "../analyzer";
import { ownDeclared } from "../ownStack";
import { allEscapes } from "./allEscapes";
import { applied, ownOptions } from "./applied";
import { type EscapeCase } from "./escapeCases";

/** Every case of `allEscapes`, through the policy pack in its own process, as the engine asks it. */
describe("each way out, put alone into our own stack and asked of the policy pack's own process", function () {
  this.timeout(30_000);
  let analyzer: Analyzer;
  let own: readonly Declared[];

  before(async () => {
    await build({ names: ["policy"] });
    own = await ownDeclared();
    analyzer = await Analyzer.start();
    await analyzer.configure(ownOptions());
  });
  after(() => analyzer.stop());

  /** What the pack says before anything is created; then, unless that refuses it already, of the whole stack. */
  async function judge(item: EscapeCase): Promise<readonly Diagnostic[]> {
    const stack = applied(own, item);
    const touched = stack.filter((each) => !own.includes(each));
    const said: Diagnostic[] = [];
    for (const each of touched.length > 0 ? touched : stack.slice(0, 1))
      said.push(...(await analyzer.resource(each)));
    const isRefused = said.some(({ policy }) => policy === item.refusedBy);
    // The end of a run makes the pack forget it: a stack of nothing is the shortest.
    const atEnd = await analyzer.stack(isRefused ? [] : stack);
    return isRefused ? said : [...said, ...atEnd];
  }

  it("accepts our own stack", async () => {
    for (const each of own) expect(await analyzer.resource(each), each.urn).to.deep.equal([]);
    expect(await analyzer.stack(own)).to.deep.equal([]);
  });

  // The engine tells a pack nothing of resources that are only read; the gate refuses every one (tests/engine/gate.test.ts).
  for (const item of allEscapes.filter(({ adds }) => !adds.some(({ isExternal }) => isExternal === true))) {
    const { row, title, refusedBy } = item;
    it(`${row}, ${title}: ${refusedBy === undefined ? "passes" : `refused by ${refusedBy}`}`, async () => {
      const said = await judge(item);
      expect(said.filter(({ level }) => level !== "mandatory")).to.deep.equal([]);
      if (refusedBy === undefined) expect(said).to.deep.equal([]);
      else {
        const own = said.find(
          ({ policy, message }) => policy === refusedBy || message.startsWith(`${refusedBy}: `),
        );
        expect(own?.message, said.map(({ policy }) => policy).join()).to.match(/\n {2}why /);
      }
    });
  }
});
