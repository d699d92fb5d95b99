import { type Match } from "../../../policy/network/network";
import { reach } from "../../../policy/proof/reach";
import { type TestResource } from "../stack";
import { networkOf } from "./joined";

export const tcp = (port: number): Match => ({ protocols: [[6, 6]], destinationPorts: [[port, port]] });

/** Whether packets of one interface reach another: `reachable`, `unreachable`, `undetermined`. Keys are those of the interfaces: ids of machines. */
export function reaches(
  resources: readonly TestResource[],
  from: string,
  to: string,
  packets: Match = {},
  connection = false,
): string {
  const question = { starts: [`if/${from}`], packets, targets: [`if/${to}`], connection };
  return reach(networkOf(resources), question).verdict;
}
