import { type Missing } from "../../network/network";
import { type Answers, isIdOf, lacksList, leftover } from "./answers";
import { type Call, commandLine, stemOf } from "./call";
import { callOf, calls } from "./calls";
import { type Collection } from "./collection";
import { type DescribeFile, nameOf } from "./file";
import { isGone } from "./gone";
import { type Item } from "./item";
import { hasMembers, lackOf } from "./members";
import { types } from "./types";

/** An answer that is not there, or not whole. `resource` is the file's name; `settle` the command that writes it. */
export interface MissingAnswer extends Missing {
  readonly command: string;
  readonly account?: string;
  readonly region?: string;
  readonly neededFor: NeededFor;
  /** With `proof`: who may come in by what it lists, so that it is not known either that these do not. */
  readonly opensTo?: Call["opensTo"];
  /** With `unreachable`: prefixes of the ids that it would tell of. What stands for one of these meanwhile is a guess. */
  readonly named?: readonly string[];
}

/**
 * `reach`: what packets can do may depend on it. `unreachable`: it can only add ways, so that a way that is found stands, and that there is none
 * is not known. `proof`: only a whole proof needs it.
 */
export type NeededFor = "reach" | "unreachable" | "proof";

/** Where answers come from: an account's Region. */
interface Place {
  readonly account?: string;
  readonly region?: string;
}

const placeOf = ({ account, region }: DescribeFile): Place => ({
  ...(account !== undefined && { account }),
  ...(region !== undefined && { region }),
});

const order: readonly NeededFor[] = ["reach", "unreachable", "proof"];

/** All that is needed and not there, in every place that the answers come from; what packets depend on first. */
export function missingAnswers(answers: Answers, collection: Collection): readonly MissingAnswer[] {
  const places = placesOf(answers);
  const found: MissingAnswer[] = [];
  for (const place of places) {
    const named = namedIn(answers, place);
    for (const call of calls) {
      const isFirst = places.find(({ account }) => account === place.account) === place;
      if (call.need === "never" || (call.isGlobal === true && !isFirst)) continue;
      const isNamed = call.named?.some((prefix) => named.has(prefix)) === true;
      if (call.need === "named" && !isNamed) continue;
      const need = call.need === "reach" ? "reach" : isNamed ? "unreachable" : "proof";
      if (call.per === undefined) found.push(...missingCall(answers, call, need, place));
      else found.push(...missingPerResource(answers, call, call.per, need, place));
    }
  }
  const all = [...found, ...unfinished(answers), ...dangling(collection)];
  return all.sort((a, b) => order.indexOf(a.neededFor) - order.indexOf(b.neededFor));
}

function placesOf(answers: Answers): readonly Place[] {
  const places = new Map<string, Place>();
  const regional = answers.files.filter(({ command }) => callOf(command)?.isGlobal !== true);
  for (const file of regional.length > 0 ? regional : answers.files) {
    const place = placeOf(file);
    if (callOf(file.command) !== undefined) places.set(`${place.account ?? ""}/${place.region ?? ""}`, place);
  }
  return [...places.values()];
}

const isAt = (place: Place, { file }: Item) => file.account === place.account && file.region === place.region;
const isIn = (place: Place, { file }: Item) => file.account === place.account;

function missingCall(answers: Answers, call: Call, need: NeededFor, place: Place): readonly MissingAnswer[] {
  const isHere = call.isGlobal === true ? isIn : isAt;
  if (answers.roots(stemOf(call)).some((root) => isHere(place, root))) return [];
  const isReplaced =
    call.insteadOf?.some((stem) => answers.roots(stem).some((root) => isHere(place, root))) === true;
  return [missingOf(call, place, isReplaced ? "unreachable" : need, "is not there")];
}

/** One of a kind is told for all of that kind: a folder may lack thousands. */
function missingPerResource(
  answers: Answers,
  call: Call,
  per: NonNullable<Call["per"]>,
  need: NeededFor,
  place: Place,
): readonly MissingAnswer[] {
  const given = answers.roots(stemOf(call)).flatMap(({ file }) => file.id ?? []);
  const exact = new Set(given);
  const wanted = answers
    .items(per.of)
    .filter((item) => isAt(place, item) && isWanted(item, per.only ?? {}))
    .map((item) => item.id(per.id))
    .filter((id) => !exact.has(id) && !(/[/:]/.test(id) && given.some((part) => isIdOf(part, id))));
  const [first, ...others] = wanted;
  if (first === undefined) return [];
  const why =
    others.length === 0 ? "is not there" : `is not there, and so are not those of ${others.length} more`;
  return [missingOf(call, place, need, why, first)];
}

function isWanted(item: Item, only: Readonly<Record<string, readonly unknown[]>>): boolean {
  return Object.entries(only).every(([key, values]) => values.includes(item.json[key]));
}

function missingOf(call: Call, place: Place, neededFor: NeededFor, why: string, id?: string): MissingAnswer {
  const command = stemOf(call);
  const part = id === undefined ? undefined : /[/:]/.test(id) ? encodeURIComponent(id) : id;
  const file = nameOf({ ...place, command, ...(part !== undefined && { id: part }) });
  const { region } = place;
  const settle = commandLine(
    call,
    { ...(region !== undefined && { region }), ...(id !== undefined && { id }) },
    file,
  );
  const { opensTo, named } = call;
  const more = { ...(opensTo && { opensTo }), ...(named && { named }) };
  return { resource: file, why, settle, command, ...place, neededFor, ...more };
}

/** Answers that are one page of several, that lack their list, or of whose objects one is not whole. */
function unfinished(answers: Answers): readonly MissingAnswer[] {
  return calls.flatMap((call) => {
    // Rights have nothing to do with packets.
    const need = call.need === "reach" ? "reach" : call.also === undefined ? "unreachable" : "proof";
    return answers.roots(stemOf(call)).flatMap((root): readonly MissingAnswer[] => {
      const why = cutOf(answers, root, call);
      return why === undefined ? [] : [missingOf(call, placeOf(root.file), need, why, root.file.id)];
    });
  });
}

function cutOf(answers: Answers, root: Item, call: Call): string | undefined {
  const more = leftover(root);
  if (more !== undefined) return `is one page of several (${more})`;
  if (lacksList(root, call)) {
    const lacking = [call.list ?? [], call.also ?? []].flat().find((name) => !root.has(name));
    return `has no '${lacking ?? ""}'`;
  }
  if (call.list === undefined) return undefined;
  const stem = stemOf(call);
  // Then the rules are told there.
  if (stem === "describe-security-groups" && answers.has("describe-security-group-rules")) return undefined;
  for (const item of hasMembers(stem) ? root.list(call.list) : []) {
    const lack = lackOf(stem, item);
    if (lack !== undefined)
      return `lacks '${lack}' at ${item.place.split(": ").pop() ?? ""}, which AWS answers always`;
  }
  return undefined;
}

/** Prefixes of ids (`Call.named`) that occur in a place's answers. */
function namedIn(answers: Answers, place: Place): ReadonlySet<string> {
  const prefixes = [...new Set(calls.flatMap(({ named }) => named ?? []))];
  const pattern = new RegExp(`^(?:${prefixes.join("|")})`);
  const found = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value === "string") {
      if (value.startsWith("ELB "))
        found.add(value.includes("/") ? "elasticloadbalancing" : "elasticloadbalancing-classic");
      const prefix = pattern.exec(value)?.[0];
      if (prefix !== undefined) found.add(prefix);
    } else if (typeof value === "object" && value !== null && !isGone(value))
      Object.values(value).forEach(look);
  };
  for (const file of answers.files) {
    if (file.account === place.account && file.region === place.region) look(file.answer);
  }
  return found;
}

/** Parts whose whole is not listed: the folder was not taken at one time, or is cut. */
function dangling(collection: Collection): readonly MissingAnswer[] {
  const of = [
    [types.subnet, "vpcId", [types.vpc], "describe-vpcs"],
    [types.routeTable, "vpcId", [types.vpc], "describe-vpcs"],
    [types.networkAcl, "vpcId", [types.vpc], "describe-vpcs"],
    [types.networkInterface, "subnetId", [types.subnet], "describe-subnets"],
  ] as const;
  return of.flatMap(([type, property, wholes, command]) =>
    collection.ofType(type).flatMap(({ id, props, item }): readonly MissingAnswer[] => {
      const whole = props[property];
      const call = callOf(command);
      if (typeof whole !== "string" || call === undefined || wholes.some((one) => collection.has(one, whole)))
        return [];
      return [missingOf(call, placeOf(item.file), "proof", `lacks ${whole}, which ${id} is in`)];
    }),
  );
}
