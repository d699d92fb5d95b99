import { type Exemption, isOf } from "../judgement/exemptions";
import { type StackFacts } from "../facts/resource";
import { type OptionValues, type Rule } from "../rule";
import { keyOf, type RuleFinding } from "./report";

/** What is remembered between the calls of one run of the pack: inputs, the facts made of them, and what was found so far. */
export class Ledger {
  readonly inputs = new Map<string, object>();
  private found = new Map<string, RuleFinding>();
  private readonly options = new Map<string, OptionValues>();
  private facts: StackFacts | undefined;

  constructor(private readonly exemptions: readonly Exemption[]) {}

  /**
   * True if it is to be told: a fault in the inputs shows again in the result, and is told once; one that is exempt is not. Whether its exemption still
   * holds is judged once the stack is whole, for all of them.
   */
  add(item: RuleFinding): boolean {
    const key = keyOf(item);
    const isNew = !this.found.has(key);
    this.found.set(key, item);
    return isNew && !this.exemptions.some((exemption) => isOf(exemption, item.rule.id, item.finding));
  }

  /** The stack's facts, made once a run: the server reads all resources anew for each policy. */
  stack(make: () => StackFacts): StackFacts {
    this.facts ??= make();
    return this.facts;
  }

  /** Notes that a rule runs, and by which options, which are read once a run. */
  begin({ id }: Rule, read: () => OptionValues): OptionValues {
    const options = this.options.get(id) ?? read();
    this.options.set(id, options);
    return options;
  }

  /** Options of a rule that runs; none of one that does not. */
  optionsOf({ id }: Rule): OptionValues {
    return this.options.get(id) ?? {};
  }

  /** Rules that somebody switched off: the engine leaves a disabled policy out, and says nothing. */
  notRun(rules: readonly Rule[]): readonly Rule[] {
    return rules.filter(({ id }) => !this.options.has(id));
  }

  findingsOf(rule: Rule): RuleFinding["finding"][] {
    return [...this.found.values()].filter((item) => item.rule.id === rule.id).map(({ finding }) => finding);
  }

  /** Ends a run and forgets all of it. The process may serve a preview and its update. */
  close(): readonly RuleFinding[] {
    const all = [...this.found.values()];
    this.found = new Map();
    this.inputs.clear();
    this.options.clear();
    this.facts = undefined;
    return all;
  }
}
