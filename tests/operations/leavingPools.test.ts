import { expect } from "chai";
import { versionOf } from "../../infra/workers/poolsFile";
import { leavingIn, type MasterPair, unnamed, withLeaving } from "../../operations/leavingPools";

function pair(
  pools: Readonly<Record<string, readonly string[]>>,
  keys: Readonly<Record<string, string>>,
): MasterPair {
  const content = {
    schema: 1,
    environment: "staging",
    pools: Object.entries(pools).map(([name, workers]) => ({
      name,
      platform: "linux64",
      trust: "try",
      builders: [`${name}-*`],
      workers,
    })),
  } as const;
  return {
    pools: { ...content, version: versionOf(content) },
    credentials: {
      schema: 1,
      environment: "staging",
      scalerUser: "scaler",
      scalerPassword: "p",
      workerKeys: keys,
    },
  };
}

const before = pair({ a: ["a-1", "a-2"], b: ["b-1"] }, { a: "key-a", b: "key-b" });

describe("the master's files after a change of pools", () => {
  it("are what the stack declares where there were none before", () => {
    expect(withLeaving(before, null, new Set())).to.equal(before);
  });

  it("keep the workers of a pool that is gone, with builders and key, as long as their VMs live", () => {
    const declared = pair({ c: ["c-1"] }, { c: "key-c" });
    const { pools, credentials } = withLeaving(declared, before, new Set(["a-2", "c-1"]));
    expect(pools.pools.map(({ name, workers, builders }) => [name, workers, builders])).to.deep.equal([
      ["c", ["c-1"], ["c-*"]],
      ["a.leaving-1", ["a-2"], ["a-*"]],
    ]);
    expect(credentials.workerKeys).to.deep.equal({ c: "key-c", "a.leaving-1": "key-a" });
    expect(leavingIn(pools)).to.deep.equal(["a-2"]);
  });

  it("have the version of what they hold", () => {
    const { pools } = withLeaving(pair({ c: ["c-1"] }, { c: "key-c" }), before, null);
    const { version, ...content } = pools;
    expect(version).to.equal(versionOf(content));
  });

  it("keep names beyond a lowered maximum beside the pool, which has its own key", () => {
    const declared = pair({ a: ["a-1"], b: ["b-1"] }, { a: "key-a2", b: "key-b" });
    const { pools, credentials } = withLeaving(declared, before, new Set(["a-1", "a-2", "b-1"]));
    expect(pools.pools.map(({ name, workers }) => [name, workers])).to.deep.equal([
      ["a", ["a-1"]],
      ["b", ["b-1"]],
      ["a.leaving-1", ["a-2"]],
    ]);
    expect(credentials.workerKeys).to.deep.equal({ a: "key-a2", b: "key-b", "a.leaving-1": "key-a" });
  });

  it("keep what leaves already under its own key through a second change, and drop it when its VMs are gone", () => {
    const first = withLeaving(pair({ a: ["a-3"] }, { a: "key-a2" }), before, new Set(["a-1", "a-2"]));
    const declared = pair({ a: ["a-4"] }, { a: "key-a3" });
    const second = withLeaving(declared, first, new Set(["a-1", "a-3"]));
    expect(second.credentials.workerKeys).to.deep.equal({
      a: "key-a3",
      "a.leaving-1": "key-a2",
      "a.leaving-2": "key-a",
    });
    expect(leavingIn(second.pools)).to.deep.equal(["a-3", "a-1"]);
    expect(withLeaving(declared, second, new Set()).pools.pools).to.have.length(1);
  });

  it("take a name that comes back as the stack declares it", () => {
    const gone = withLeaving(pair({ b: ["b-1"] }, { b: "key-b" }), before, new Set(["a-1"]));
    expect(withLeaving(before, gone, new Set(["a-1"])).pools.pools).to.deep.equal(before.pools.pools);
  });

  it("keep everything where nobody could say what lives", () => {
    expect(leavingIn(withLeaving(pair({}, {}), before, null).pools)).to.deep.equal(["a-1", "a-2", "b-1"]);
  });

  it("name VMs that no file has ever named", () => {
    expect(unnamed(before.pools, new Set(["a-1", "z-1"]))).to.deep.equal(["z-1"]);
    expect(unnamed(before.pools, null)).to.deep.equal([]);
  });
});
