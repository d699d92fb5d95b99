import { ownConcrete } from "./ownConcrete";
import { openedWorlds } from "./openedWorlds";
import { walkableWorld } from "./walkable";
import { ForbiddenWays } from "./forbiddenWays";
import { foreignLinks } from "./walkable";
import { contract } from "../../../policy/isolation";
import { factsOfDeclared } from "../../../policy/sources/declared";
import { buildNetwork } from "../../../policy/network/build/build";
import { prove } from "../../../policy/proof/prove";
import { ownBuildNetwork } from "../ownStack";
import { rules } from "../../../policy/registry";
import { judgeAll } from "../../../policy/judgeAll";
import { ownOptions } from "../escapes/applied";
import { mutationsOf, countProperties } from "./mutations";
import { inputsOf } from "./declaredValues";
it("x", async function () {
  this.timeout(600000);
  const own = await ownConcrete("local");
  const home = ownBuildNetwork("local");
  const t = () => performance.now();
  const j0 = t(); const j = judgeAll(factsOfDeclared(own), rules, { exemptions: [], today: "2026-11-24", buildNetwork: home, ruleOptions: ownOptions() }); console.log("judge", j.verdict, t() - j0, j.rules.flatMap(r => r.findings.filter(() => r.status !== "PASS").map(f => `${r.rule.id} ${f.resource.name}.${f.property} ${f.found}`)));
  const j1 = t(); judgeAll(factsOfDeclared(own), rules, { exemptions: [], today: "2026-11-24", buildNetwork: home, ruleOptions: ownOptions() }); console.log("again", t()-j1);


  console.log("props", own.filter(r=>r.type.startsWith("aws:")).reduce((s, r) => s + countProperties(inputsOf(r)), 0));
  for (const { name, declared } of openedWorlds(own)) {
    const n = own.flatMap((r) => mutationsOf(r, declared)).length;
    let a = t();
    const world = walkableWorld(declared); const b = t();
    const ways = new ForbiddenWays(contract, home.blocks).of(world, foreignLinks(declared, home.gateways ?? []));
    const c = t();
    const { network } = buildNetwork(factsOfDeclared(declared), { buildNetwork: home });
    const d = t(); const p = prove(network, contract); const e = t();
    console.log(name, n, "faces", world.interfaces.length, "read", b - a, "walk", c - b, "build", d - c, "prove", e - d, ways.map((w) => w.text), p.verdict, p.breaches.map((x) => `${x.from}→${x.to} ${x.verdict} ${x.path.map((h) => h.node).join(" ")} ${x.missing?.why ?? ""}`));
  }
});
