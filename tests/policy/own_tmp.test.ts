import { judgeStack, optionsOf } from "../../policy/judge";
import { rules } from "../../policy/registry";
import { ownFacts } from "./ownStack";
describe("tmp", () => { for (const e of ["local","staging","production"] as const) it(e, async () => {
  const stack = await ownFacts(e);
  for (const rule of rules) { const t=performance.now(); for (const f of judgeStack(rule, stack, optionsOf(rule, {}))) console.log(rule.id, f.verdict, f.resource.name, f.property, f.found); const d=performance.now()-t; if(d>30) console.log(rule.id, d.toFixed(0)+"ms"); }
});});
