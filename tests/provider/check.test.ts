import { expect } from "chai";
import { check, isAutomaticName } from "../../lab/provider/check";
import { diff } from "../../lab/provider/diff";
import { echoOf } from "../../lab/provider/echo";
import { type ResourceType } from "../../lab/provider/resourceType";
import { ec2Tagging } from "../../lab/provider/types/ec2/common";
import { type Props, unknownValue } from "../../lab/provider/values";

const type: ResourceType = {
  ...echoOf("aws:lab/thing:Thing"),
  required: ["size"],
  defaults: { mode: "plain" },
  autoname: { property: "name", maxLength: 20 },
  documents: ["policy"],
  replaceOn: ["name", "size"],
  ordered: ["servers"],
  tagging: ec2Tagging,
};

const checked = (news: Props, olds: Props = {}, defaultTags: Record<string, string> = {}) =>
  check(type, { logicalName: "worker", news, olds, defaultTags, suffix: "0123456789abcdef" });

describe("lab provider: check", () => {
  it("fills in defaults and an automatic name", () => {
    expect(checked({ size: 1 }).inputs).to.deep.equal({ size: 1, mode: "plain", name: "worker-0123456" });
  });

  it("keeps what is declared, and the name that the resource has", () => {
    expect(checked({ size: 1, mode: "x", name: "fixed" }).inputs).to.include({ mode: "x", name: "fixed" });
    expect(checked({ size: 1 }, { name: "worker-fffffff" }).inputs.name).to.equal("worker-fffffff");
  });

  it("starts a name with the declared prefix", () => {
    expect(checked({ size: 1, namePrefix: "bld-" }).inputs.name).to.equal("bld-0123456");
    expect(checked({ size: 1, namePrefix: unknownValue }).inputs.name).to.equal(unknownValue);
  });

  it("cuts a long logical name to what AWS takes", () => {
    const { inputs } = check(type, {
      logicalName: "a-worker-with-a-long-name",
      news: { size: 1 },
      olds: {},
      defaultTags: {},
      suffix: "0123456789abcdef",
    });
    expect(inputs.name).to.equal("a-worker-wit-0123456");
    expect(
      isAutomaticName("a-worker-wit-0123456", { property: "name" }, "a-worker-with-a-long-name"),
    ).to.equal(true);
  });

  it("writes an automatic name in small letters where AWS takes no others", () => {
    const buckets: ResourceType = { ...type, autoname: { property: "name", lowercase: true } };
    const request = { logicalName: "Records", olds: {}, defaultTags: {}, suffix: "0123456789abcdef" };
    const { inputs } = check(buckets, { ...request, news: { size: 1 } });
    expect(inputs.name).to.equal("records-0123456");
    expect(isAutomaticName("records-0123456", buckets.autoname!, "Records")).to.equal(true);
  });

  it("names what is missing", () => {
    expect(checked({}).failures).to.deep.equal([
      { property: "size", reason: `Missing required property "size".` },
    ]);
  });

  it("merges the provider's tags, the resource's own first", () => {
    const { inputs } = checked({ size: 1, tags: { owner: "build" } }, {}, { owner: "all", cost: "ci" });
    expect(inputs.tags).to.deep.equal({ owner: "build" });
    expect(inputs.tagsAll).to.deep.equal({ owner: "build", cost: "ci" });
    expect(checked({ size: 1, tags: unknownValue }).inputs.tagsAll).to.equal(unknownValue);
  });

  it("writes an object as a JSON document, when all of it is known", () => {
    expect(checked({ size: 1, policy: { Statement: [] } }).inputs.policy).to.equal(`{"Statement":[]}`);
    expect(checked({ size: 1, policy: { Statement: [unknownValue] } }).inputs.policy).to.equal(unknownValue);
  });
});

describe("lab provider: diff", () => {
  const compare = (olds: Props, news: Props, ignored: string[] = []) =>
    diff(type, { logicalName: "worker", olds, news, ignored });

  it("finds nothing between equal inputs", () => {
    expect(compare({ size: 1, groups: ["a", "b"] }, { size: "1", groups: ["b", "a"] }).changes).to.deep.equal(
      [],
    );
  });

  it("says of each change what it is and whether it replaces", () => {
    expect(compare({ size: 1, old: 1, mode: "a" }, { size: 2, fresh: 1, mode: "b" }).changes).to.deep.equal([
      { property: "size", kind: "update", replaces: true },
      { property: "old", kind: "delete", replaces: false },
      { property: "mode", kind: "update", replaces: false },
      { property: "fresh", kind: "add", replaces: false },
    ]);
  });

  it("replaces for another region, and for an unknown in a replacing property", () => {
    const changes = compare({ size: 1, region: "a" }, { size: unknownValue, region: "b" }).changes;
    expect(changes.map((change) => change.replaces)).to.deep.equal([true, true]);
  });

  it("never replaces for tags, even where every input replaces", () => {
    const all = { ...type, replaceOn: ["*"] };
    const { changes } = diff(all, {
      logicalName: "worker",
      olds: { tags: { a: "1" }, mode: "a" },
      news: { tags: { a: "2" }, mode: "b" },
      ignored: [],
    });
    expect(changes.map(({ property, replaces }) => [property, replaces])).to.deep.equal([
      ["tags", false],
      ["mode", true],
    ]);
  });

  it("leaves ignored properties and the bridge's own marks out", () => {
    expect(compare({ size: 1, __meta: "a" }, { size: 2, __meta: "b" }, ["size"]).changes).to.deep.equal([]);
  });

  it("sees a new order where order matters", () => {
    expect(compare({ servers: ["a", "b"] }, { servers: ["b", "a"] }).changes).to.have.length(1);
  });

  it("deletes before it replaces only under a fixed name", () => {
    expect(compare({ size: 1, name: "fixed" }, { size: 2, name: "fixed" }).deleteBeforeReplace).to.equal(
      true,
    );
    const automatic = compare({ size: 1, name: "worker-0123456" }, { size: 2, name: "worker-0123456" });
    expect(automatic.deleteBeforeReplace).to.equal(false);
    expect(compare({ size: 1, name: "a" }, { size: 2, name: "b" }).deleteBeforeReplace).to.equal(false);
  });
});
