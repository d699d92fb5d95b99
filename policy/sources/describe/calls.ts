import { type Call, stemOf } from "./call";
import { computeCalls } from "./callsOfCompute";
import { networkCalls } from "./callsOfNetwork";
import { otherCalls } from "./callsOfOthers";

/** Every call whose answer is read, asked for or fetched: one table for the reader of a folder, `overflow describe` and a live account. */
export const calls: readonly Call[] = [...networkCalls, ...computeCalls, ...otherCalls];

const byStem: ReadonlyMap<string, Call> = new Map(calls.map((call) => [stemOf(call), call]));

/** The call of a file's name. EC2's may have their service's prefix too. */
export function callOf(command: string): Call | undefined {
  return byStem.get(command.replace(/^ec2-/, ""));
}
