import { expect } from "chai";
import { type TestLab } from "./testLab";

/** The build master of the lab's environments, by their settings. */
const master = "ip:10.20.0.10";

/** Asks the account what a running VM reaches and what reaches it. @throws Error if none runs */
export async function expectReachOfRunningVm(lab: TestLab, environment: string): Promise<void> {
  const [vm] = (await lab.instances()).filter(({ state }) => state === "running");
  if (vm === undefined) throw new Error("No VM runs.");
  const instance = `instance:${vm.id}`;
  const cases: readonly (readonly [from: string, to: string, port: number, verdict: string])[] = [
    [instance, master, 9989, "reachable"],
    ["build-network", instance, 22, "reachable"],
    [instance, master, 22, "unreachable"],
    ["build-network", instance, 9989, "unreachable"],
    [instance, "internet", 443, "unreachable"],
    ["internet", instance, 22, "unreachable"],
  ];
  for (const [from, to, port, verdict] of cases) {
    const question = ["--from", from, "--to", to, "--protocol", "tcp", "--port", `${port}`, "--connection"];
    const { code, stdout, stderr } = await lab.run("reach", environment, "--live", ...question, "--json");
    const words = `${question.join(" ")}\n${stdout}${stderr}`;
    expect(code, words).to.equal(verdict === "reachable" ? 0 : 1);
    const answer = JSON.parse(stdout) as { verdict: string; path: unknown[]; blockedBy: unknown[] };
    expect(answer.verdict, words).to.equal(verdict);
    expect(verdict === "reachable" ? answer.path : answer.blockedBy, words).not.to.deep.equal([]);
  }
}
