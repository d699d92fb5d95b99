import { type Document, visit } from "yaml";
import { type Cidr, overlaps, parseCidr } from "../../infra/cidr";
import { awkwardBlocks } from "../../infra/settings/blocks";
import { parseSettings } from "../../infra/settings/parse";
import { type Problem } from "../../infra/settings/problem";
import { allocate, blocksIn, freeTunnelBlocks, freeVpc } from "./blocks";
import { type Mark, marksOf, type Path, setValue, settingsDocument, textOf, valueAt } from "./document";
import { keepLevels, levelsOf } from "./levels";
import { guessesIn, moveAddresses, type Moved } from "./moves";
import { answerOf, answerProblem, type Question, questionsOf, valueOf } from "./questions";

export interface DraftOptions {
  readonly environment: string;
  /** Text of the template, and the environment that it is of. */
  readonly template: string;
  readonly templateEnvironment: string;
  /** Texts of the other environments' settings files, whose blocks are taken. */
  readonly others: readonly string[];
}

/** What came of the answers. */
export interface Draft {
  readonly text: string;
  /** What is still an example. */
  readonly left: readonly Mark[];
  /** Addresses that moved with the build network's block, as `path value`: guesses, to be checked. */
  readonly moved: readonly string[];
  readonly problems: readonly Problem[];
}

const at = {
  config: ["config"],
  vpc: ["config", "overflow:network", "vpc"],
  zones: ["config", "overflow:network", "zones"],
  subnets: ["config", "overflow:network", "subnets"],
  blocks: ["config", "overflow:buildNetwork", "blocks"],
  link: ["config", "overflow:link"],
  guard: ["config", "overflow:regionGuard"],
  place: [
    ["config", "overflow:account"],
    ["config", "aws:region"],
  ],
} as const;

/** A settings file in the making: a template, filled answer by answer. */
export class Drafting {
  readonly questions: readonly Question[];
  private readonly document: Document;
  /** The settings of the other environments. */
  private readonly elsewhere: readonly Document[];
  private readonly taken: readonly Cidr[];
  /** The template is another environment's. */
  private readonly isOther: boolean;
  private readonly before: { readonly vpc: unknown; readonly zones: unknown };
  private readonly moved: Moved[] = [];

  constructor(private readonly options: DraftOptions) {
    const { template, templateEnvironment, environment, others } = options;
    this.isOther = environment !== templateEnvironment;
    const text = this.isOther ? renamed(template, templateEnvironment, environment) : template;
    this.document = settingsDocument(text);
    this.questions = questionsOf(this.document);
    this.before = { vpc: valueAt(this.document, at.vpc), zones: valueAt(this.document, at.zones) };
    this.elsewhere = others.map(settingsDocument);
    this.taken = blocksIn(this.elsewhere.map((other) => String(valueAt(other, at.vpc))));
    // Two environments may share a gateway, which tells their tunnels apart by these.
    if (this.isOther) this.moveTunnels(blocksIn(this.elsewhere.flatMap(textsIn)));
  }

  /** What is proposed for a question, as an answer; null: only an example stands there. */
  proposal(question: Question): string | null {
    const [path = []] = question.paths;
    if (question.flag === "zones") return this.zones().join(", ");
    if (question.flag === "vpc") return this.freeVpc();
    return question.isExample ? null : answerOf(valueAt(this.document, path));
  }

  /** The example that stands where nothing can be proposed. */
  example({ paths: [path = []] }: Question): string {
    return answerOf(valueAt(this.document, path)).split("\n")[0] ?? "";
  }

  /** @returns what is wrong with it, in words; null: it is taken */
  answer(question: Question, answer: string): string | null {
    const [path = []] = question.paths;
    const value = valueOf(answer, valueAt(this.document, path));
    const problem = answerProblem(question, value);
    if (problem !== null) return problem;
    const blocks = valueAt(this.document, at.blocks);
    for (const each of question.paths) setValue(this.document, each, value);
    if (question.flag === "build-network") this.moved.push(...moveAddresses(this.document, blocks, value));
    return null;
  }

  /** Keeps these trust levels only: their pools, subnets, mirrors and buckets. @returns what is wrong, in words; null: done */
  keepLevels(kept: readonly string[]): string | null {
    return keepLevels(this.document, kept);
  }

  /** Trust levels of the template's pools. */
  levels(): readonly string[] {
    return levelsOf(this.document);
  }

  finish(): Draft {
    const changed =
      answerOf(valueAt(this.document, at.vpc)) !== answerOf(this.before.vpc) ||
      this.count(at.zones) !== [this.before.zones].flat().length;
    if (changed) this.placeSubnets();
    if (this.isOther) this.chooseGuard();
    const config = valueAt(this.document, at.config) as Readonly<Record<string, unknown>>;
    return {
      text: textOf(this.document),
      left: marksOf(this.document),
      moved: guessesIn(this.document, this.moved),
      problems: parseSettings(config, this.options.environment).problems,
    };
  }

  /** A region of an account has one owner of its switches: the first environment there. */
  private chooseGuard(): void {
    const place = (document: Document) => at.place.map((path) => String(valueAt(document, path))).join(" ");
    const owned = this.elsewhere.some(
      (other) => place(other) === place(this.document) && valueAt(other, at.guard) === "owner",
    );
    setValue(this.document, at.guard, owned ? "asserted" : "owner");
  }

  /** The template's zones, in the region that was answered. */
  private zones(): readonly string[] {
    const region = String(valueAt(this.document, ["config", "aws:region"]));
    return ([valueAt(this.document, at.zones)].flat() as string[]).map(
      (zone) => `${region}${zone.slice(-1)}`,
    );
  }

  /** The template's block if nothing else has it, else one that is free. */
  private freeVpc(): string {
    const wanted = String(this.before.vpc);
    const taken = [
      ...this.taken,
      ...awkwardBlocks,
      ...blocksIn([valueAt(this.document, at.blocks)].flat() as string[]),
    ];
    const [block] = blocksIn([wanted]);
    if (block !== undefined && !taken.some((other) => overlaps(other, block))) return wanted;
    return freeVpc(taken) ?? wanted;
  }

  /** Gives every list of subnets as many blocks as there are zones, of the size that it had, within the VPC. */
  private placeSubnets(): void {
    const lists = this.listsUnder(at.subnets);
    const count = this.count(at.zones);
    const [vpc] = blocksIn([String(valueAt(this.document, at.vpc))]);
    if (vpc === undefined) return;
    const prefixes = lists.flatMap(({ items: [item = ""] }) =>
      Array.from({ length: count }, () => parseCidr(item)?.prefix ?? vpc.prefix),
    );
    // Too small a VPC is refused with the right words when all is checked.
    const blocks = allocate(vpc, prefixes);
    if (blocks === undefined) return;
    lists.forEach(({ path }, index) => {
      setValue(this.document, path, blocks.slice(index * count, (index + 1) * count));
    });
  }

  private moveTunnels(taken: readonly Cidr[]): void {
    const lists = this.listsUnder(at.link).filter(({ items }) =>
      items.every((item) => item.startsWith("169.254.")),
    );
    const free = [
      ...freeTunnelBlocks(
        lists.reduce((sum, { items }) => sum + items.length, 0),
        taken,
      ),
    ];
    for (const { path, items } of lists) setValue(this.document, path, free.splice(0, items.length));
  }

  private count(path: Path): number {
    return [valueAt(this.document, path)].flat().length;
  }

  /** Every list of blocks under a group, wherever in it. */
  private listsUnder(path: Path): readonly { readonly path: Path; readonly items: readonly string[] }[] {
    const value = valueAt(this.document, path);
    if (Array.isArray(value)) {
      const items = value.map(String);
      return items.length > 0 && blocksIn(items).length === items.length ? [{ path, items }] : [];
    }
    if (typeof value !== "object" || value === null) return [];
    return Object.keys(value).flatMap((key) => this.listsUnder([...path, key]));
  }
}

/** The template of another environment: its name is part of names that may be there once only. */
function renamed(text: string, from: string, to: string): string {
  return text
    .replace(new RegExp(`\\b${from}\\b`, "g"), to)
    .replace(/^(secretsprovider|encryptedkey|encryptionsalt):.*\n?/gm, "");
}

/** Every text of a settings file. */
function textsIn(document: Document): readonly string[] {
  const texts: string[] = [];
  visit(document, {
    Scalar(_, { value }) {
      if (typeof value === "string") texts.push(value);
    },
  });
  return texts;
}
