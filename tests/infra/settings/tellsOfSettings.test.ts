import { expect } from "chai";
import { renderProblems, tellsOfSettings } from "../../../infra/settings/problem";

const problem = { path: "overflow:protect", got: '"maybe"', allowed: "true or false", fix: "write true" };

describe("a failure's message", () => {
  it("tells of settings if the settings' own renderer wrote it, for one problem or several", () => {
    expect(tellsOfSettings(renderProblems("Pulumi.local.yaml", [problem]))).to.equal(true);
    expect(tellsOfSettings(renderProblems("Pulumi.staging.yaml", [problem, problem]))).to.equal(true);
  });

  it("does not for other failures", () => {
    for (const other of [
      "",
      "aws:ec2/vpc:Vpc vpc: boom",
      "policy no-internet-gateway: wrong; nothing was changed.",
    ])
      expect(tellsOfSettings(other)).to.equal(false);
  });
});
