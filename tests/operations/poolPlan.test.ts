import { expect } from "chai";
import { renderPoolsFile } from "../../infra/workers/poolsFile";
import { type Settings } from "../../infra/settings/schema";
import { poolPlan } from "../../operations/poolPlan";
import { type VmLook } from "../../scaler/look";
import { settingsOf } from "../infra/mocks";

const linux = settingsOf("local").pools["linux64"]!;
const file = (pools: Settings["pools"]) => renderPoolsFile({ environment: "staging", pools });
const vm = (pool: string, number: string, busy: boolean | null): VmLook => ({
  pool,
  worker: `bld-${pool}-ec2-${number}`,
  instanceId: `i-${pool}-${number}`,
  state: "running",
  busy,
});
const none = new Set<string>();
const VMS = [vm("a", "001", true), vm("a", "002", false), vm("a", "003", false)];
const before = file({ a: { ...linux, maximum: 5 } });

describe("what an update does to VMs that are there", () => {
  it("is told of a renamed pool: the one goes, the other comes", () => {
    const after = file({ b: { ...linux, maximum: 5 } });
    expect(poolPlan({ before, after, newTemplates: none, vms: VMS })).to.deep.equal([
      "Pool a goes: 3 VM(s), 1 busy: they finish their builds and leave.",
      "Pool b comes: 5 name(s); it begins once the master has its pools file.",
    ]);
  });

  it("is told of a lower maximum, and of a new key, by the names that it costs", () => {
    const lower = file({ a: { ...linux, maximum: 2 } });
    const [line] = poolPlan({ before, after: lower, newTemplates: none, vms: VMS });
    expect(line).to.equal("Pool a loses 3 name(s): 1 VM(s), 0 busy: they finish their builds and leave.");
    const rotated = file({ a: { ...linux, maximum: 5, keyGeneration: linux.keyGeneration + 1 } });
    expect(poolPlan({ before, after: rotated, newTemplates: none, vms: VMS })[0]).to.contain(
      "Pool a loses 5 name(s): 3 VM(s), 1 busy",
    );
  });

  it("is told of a new image", () => {
    const change = { before, after: before, newTemplates: new Set(["a"]) };
    expect(poolPlan({ ...change, vms: VMS })).to.deep.equal([
      "Pool a gets a new template version: 3 VM(s), 1 busy: they finish their builds, and leave once a VM of the new version has attached.",
    ]);
    expect(poolPlan({ ...change, vms: [] })[0]).to.contain("no VM is there");
    expect(poolPlan({ ...change, vms: [vm("a", "001", null)] })[0]).to.contain("busy nobody knows");
    expect(poolPlan({ ...change, vms: null })[0]).to.contain("how many VMs it has is not known");
  });

  it("is nothing where pools stay as they are, or only grow", () => {
    expect(poolPlan({ before, after: before, newTemplates: none, vms: VMS })).to.deep.equal([]);
    const after = file({ a: { ...linux, maximum: 9 } });
    expect(poolPlan({ before, after, newTemplates: none, vms: VMS })).to.deep.equal([]);
  });
});
