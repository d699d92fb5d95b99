import { cutLines } from "../operations/publicWays";
import { type RegionReport } from "../operations/regionGuard";

/** A region's guard for people. */
export function regionLines(report: RegionReport): readonly string[] {
  const { environment, account, region, regionGuard, switches, refusal, notices } = report;
  const width = Math.max(...switches.map(({ words }) => words.length));
  return [
    `${region} in account ${account}, whose guard ${environment} ${roles[regionGuard]} (overflow:regionGuard: ${regionGuard})`,
    ...switches.map(({ words, got, must, isClosed, fromAbove }) => {
      const held = fromAbove ? ", held by the organization" : "";
      return `${isClosed ? "✓" : "✗"} ${words.padEnd(width)}  ${got}${held}${isClosed ? "" : `, must be ${must}`}`;
    }),
    ...(regionGuard === "owner" && switches.some(({ isClosed }) => !isClosed)
      ? [`'overflow up ${environment}' closes what is open.`]
      : []),
    ...cutLines(report.public),
    ...notices,
    ...(refusal === null ? [] : ["", refusal]),
  ];
}

const roles: Readonly<Record<RegionReport["regionGuard"], string>> = {
  owner: "owns",
  asserted: "asserts",
  organization: "leaves to the organization",
};
