import { expect } from "chai";
import { parseSettings } from "../../../infra/settings/parse";
import { stackConfig } from "../mocks";

describe("names of trust levels", () => {
  const problemsOf = (level: string) => {
    const config = stackConfig("staging");
    const network = config["overflow:network"] as { subnets: { workers: Record<string, unknown> } };
    network.subnets.workers = { [level]: network.subnets.workers["try"] };
    return parseSettings(config, "staging").problems.filter(({ path }) =>
      path.startsWith("overflow:network.subnets.workers"),
    );
  };

  it("may have 17 characters, as the name of their load balancer holds no more", () => {
    expect(problemsOf("l".repeat(17))).to.deep.equal([]);
    expect(problemsOf("l".repeat(18))).to.have.nested.property(
      "[0].allowed",
      "lower-case letters, digits and -, first a letter, 17 at most",
    );
  });
});
