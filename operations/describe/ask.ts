import { type Call, stemOf } from "../../policy/sources/describe/call";
import { calls } from "../../policy/sources/describe/calls";
import { type DescribeFile } from "../../policy/sources/describe/file";
import { isJson, type Json } from "../../policy/sources/json";
import { withoutSecrets } from "./withoutSecrets";

/** Makes one request. @throws Error whose `name` is AWS's code of the failure */
export type Ask = (call: Call, input: Json) => Promise<Json>;

/** Why a call has no answer. */
export interface Failure {
  /** The file that is not there. */
  readonly file: string;
  readonly reason: string;
}

export interface Asked {
  readonly files: readonly DescribeFile[];
  readonly failures: readonly Failure[];
}

export interface AskOptions {
  readonly account?: string;
  readonly region: string;
  /** True: calls that have one answer for all Regions are made too. */
  readonly withGlobal: boolean;
  readonly onProgress: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** Requests of one kind that are under way at once: below AWS's own limits. Source: EC2 guide, "Request throttling". */
const lanes = 8;

/**
 * All answers of one Region, page by page, each call of a list before the calls for its resources. A call that fails leaves no file: what it
 * would have told is then missing, never empty.
 */
export async function askAll(ask: Ask, options: AskOptions): Promise<Asked> {
  const { account, region } = options;
  const place = { ...(account !== undefined && { account }), region };
  const files: DescribeFile[] = [];
  const failures: Failure[] = [];
  const failed = (file: string, error: unknown) => {
    failures.push({
      file,
      reason: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    });
  };
  const wanted = calls.filter(
    (call) =>
      call.need !== "never" && call.need !== "named" && (options.withGlobal || call.isGlobal !== true),
  );
  let done = 0;
  for (const call of wanted) {
    options.signal?.throwIfAborted();
    const command = stemOf(call);
    options.onProgress(`${region}: ${command} (${++done} of ${wanted.length})`);
    const { per } = call;
    if (per === undefined) {
      try {
        files.push({ ...place, command, answer: await whole(ask, call, {}) });
      } catch (error) {
        failed(command, error);
      }
      continue;
    }
    const resources = resourcesOf(files, per.of).filter((resource) =>
      Object.entries(per.only ?? {}).every(([key, values]) => values.includes(resource[key])),
    );
    await inLanes(resources, async (resource) => {
      options.signal?.throwIfAborted();
      const id = resource[per.id];
      if (typeof id !== "string") return;
      try {
        const answer = await whole(ask, call, { [per.parameter]: per.isList === true ? [id] : id });
        files.push({ ...place, command, id: fileId(id), answer });
      } catch (error) {
        if (isNone(call, error)) files.push({ ...place, command, id: fileId(id), answer: {} });
        else failed(`${command}.${fileId(id)}`, error);
      }
    });
  }
  return { files, failures };
}

/** An id as a part of a file's name: an ARN has characters that none may have. */
function fileId(id: string): string {
  return /[/:]/.test(id) ? encodeURIComponent(id) : id;
}

function isNone({ noneIs }: Call, error: unknown): boolean {
  return error instanceof Error && noneIs?.includes(error.name) === true;
}

/** The objects of a list's answers, one each time they are listed. */
function resourcesOf(files: readonly DescribeFile[], stem: string): readonly Json[] {
  const call = calls.find((one) => stemOf(one) === stem);
  if (call?.list === undefined) return [];
  const { list } = call;
  return files
    .filter(({ command }) => command === stem)
    .flatMap(({ answer }) =>
      isJson(answer) && Array.isArray(answer[list]) ? answer[list].filter(isJson) : [],
    );
}

async function inLanes<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = items[Symbol.iterator]();
  const lane = async () => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane));
}

/** Members that name the next page, and the parameter that each is given back as. Sources: each service's API reference. */
const pages = [
  ["NextToken", "NextToken"],
  ["nextToken", "nextToken"],
  ["NextMarker", "Marker"],
  ["ContinuationToken", "ContinuationToken"],
  ["Marker", "Marker"],
] as const;
const pageMembers: ReadonlySet<string> = new Set([
  ...pages.map(([member]) => member),
  "IsTruncated",
  "MaxItems",
  "MaxResults",
]);

/** An answer with all its pages; its list is there even where the SDK leaves out an empty one. */
async function whole(ask: Ask, call: Call, input: Json): Promise<Json> {
  const joined: Record<string, unknown> = call.list === undefined ? {} : { [call.list]: [] };
  let next: Json | undefined = {};
  while (next !== undefined) {
    const page: Json = await ask(call, { ...call.input, ...input, ...next });
    for (const [key, value] of Object.entries(page)) {
      if (value === undefined || pageMembers.has(key)) continue;
      const before = joined[key];
      joined[key] =
        Array.isArray(before) && Array.isArray(value)
          ? [...(before as unknown[]), ...(value as unknown[])]
          : value;
    }
    next = nextOf(page);
  }
  return withoutSecrets(joined) as Json;
}

function nextOf(page: Json): Json | undefined {
  if (page["IsTruncated"] === false) return undefined;
  for (const [member, parameter] of pages) {
    const token = page[member];
    if (typeof token === "string" && token !== "") return { [parameter]: token };
  }
  return undefined;
}
