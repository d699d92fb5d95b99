import { expect } from "chai";
import { type ResourceType } from "../../lab/provider/resourceType";
import { resourceType, servedTypes } from "../../lab/provider/registry";
import { type Props, unknownValue, unsealed } from "../../lab/provider/values";
import { Driver, urnOf } from "./provider/driver";
import { type Emulator, startEmulator } from "./provider/emulator";
import { type FunctionRunner, startEchoingFunctions } from "./provider/functions";
import { lifeCases } from "./provider/cases";
import { type Life, type LifeCase, World } from "./provider/world";

interface Resource {
  readonly urn: string;
  readonly id: string;
  readonly inputs: Props;
  readonly state: Props;
}

describe("lab provider: the life of every resource type", function () {
  this.timeout(60_000);
  let functions: FunctionRunner;
  let emulator: Emulator;
  let driver: Driver;

  before(async () => {
    functions = await startEchoingFunctions();
    emulator = await startEmulator({ OVERFLOW_FUNCTIONS_URL: functions.url });
    driver = await Driver.start(emulator.url);
  });

  after(async () => {
    driver.stop();
    await emulator.stop();
    await functions.stop();
  });

  async function checked(urn: string, news: Props, olds: Props = {}): Promise<Props> {
    const { inputs, failures } = await driver.check(urn, news, olds);
    expect(failures, "check").to.deep.equal([]);
    return inputs;
  }

  async function previewShowsUnknowns(type: ResourceType, urn: string, inputs: Props): Promise<void> {
    const preview = await driver.create(urn, inputs, true);
    expect(preview.id).to.equal("");
    const plain = unsealed(preview.state);
    for (const [key, value] of Object.entries(unsealed(inputs))) expect(plain[key], key).to.deep.equal(value);
    for (const output of [...type.outputs, "id"]) expect(plain[output], output).to.equal(unknownValue);
  }

  /** What a refresh must find: the resource, its outputs, and no difference to what is declared. */
  async function refreshed(what: string, resource: Resource): Promise<void> {
    const { urn, id, inputs, state } = resource;
    const found = await driver.read(urn, id, inputs, state);
    expect(found, `${what}: found`).not.to.equal(undefined);
    const difference = await driver.diff(urn, id, found!.inputs, inputs);
    expect(difference.changed, `${what}: nothing differs after a refresh`).to.deep.equal([]);
    expect(unsealed(found!.state), `${what}: state after a refresh`).to.deep.equal(unsealed(state));
  }

  async function created(type: ResourceType, life: Life, absent: readonly string[]): Promise<Resource> {
    const urn = urnOf(type.token);
    const tags = type.tagging === undefined ? {} : { tags: { Name: "part", owner: "build" } };
    const inputs = await checked(urn, { ...life.inputs, ...tags });
    await previewShowsUnknowns(type, urn, inputs);
    const { id, state } = await driver.create(urn, inputs);
    const plain = unsealed(state);
    expect(plain.id).to.equal(id);
    expect(plain.region).to.equal(type.scope === "global" ? undefined : "eu-central-1");
    for (const output of type.outputs)
      if (!absent.includes(output)) expect(plain[output], `output ${output}`).not.to.equal(undefined);
    if (type.tagging !== undefined) expect(plain.tagsAll).to.deep.equal(tags.tags);
    for (const [key, value] of Object.entries(life.expected ?? {}))
      expect(plain[key], key).to.deep.equal(value);
    return { urn, id, inputs, state };
  }

  async function updated(type: ResourceType, resource: Resource, change: Props): Promise<Resource> {
    const { urn, id } = resource;
    const news = await checked(urn, { ...resource.inputs, ...change }, resource.inputs);
    const difference = await driver.diff(urn, id, resource.inputs, news);
    expect(difference.replaces, "an update in place replaces nothing").to.deep.equal([]);
    const keys = Object.keys(change);
    expect(difference.changed.filter((key) => key !== "tagsAll")).to.deep.equal(keys.sort());
    const request = { state: resource.state, olds: resource.inputs, news };
    const preview = unsealed(await driver.update(urn, id, request, true));
    for (const key of keys)
      expect(preview[key] ?? null, `preview of ${key}`).to.deep.equal(news[key] ?? null);
    const state = await driver.update(urn, id, request);
    const plain = unsealed(state);
    for (const key of keys)
      if (change[key] !== undefined) expect(plain[key], `updated ${key}`).to.deep.equal(unsealed(news)[key]);
    if (type.tagging !== undefined) expect(plain.tagsAll).to.deep.equal(news.tagsAll ?? {});
    return { urn, id, inputs: news, state };
  }

  async function replaced(resource: Resource, change: Props): Promise<void> {
    for (const [key, value] of Object.entries(change)) {
      const news = { ...resource.inputs, [key]: value };
      const difference = await driver.diff(resource.urn, resource.id, resource.inputs, news);
      expect(difference.replaces, `a change of ${key} replaces`).to.deep.equal([key]);
    }
  }

  async function deleted({ urn, id, inputs, state }: Resource, permanent: boolean): Promise<void> {
    await driver.delete(urn, id, state);
    if (!permanent)
      expect(await driver.read(urn, id, inputs, state), "read after delete").to.equal(undefined);
    await driver.delete(urn, id, state);
  }

  async function live(testCase: LifeCase, world: World): Promise<void> {
    const type = await resourceType(testCase.token);
    const life = await testCase.prepare(world);
    let resource = await created(type, life, testCase.absent ?? []);
    await refreshed("after creation", resource);
    await replaced(resource, life.replacements ?? {});
    const retagged = type.tagging === undefined ? [] : [{ tags: { owner: "release", cost: "build" } }];
    for (const change of [...(life.updates ?? []), ...retagged]) {
      resource = await updated(type, resource, change);
      await refreshed(`after the update of ${Object.keys(change).join(", ")}`, resource);
    }
    await deleted(resource, testCase.permanent ?? false);
  }

  for (const testCase of lifeCases)
    it(`${testCase.token} is checked, previewed, created, refreshed, changed and deleted`, async () => {
      const world = new World(driver);
      try {
        await live(testCase, world);
      } finally {
        await world.remove();
      }
    });

  it("has a case for every type that the registry serves", async () => {
    const served = (await servedTypes()).map((type) => type.token);
    expect([...new Set(lifeCases.map((item) => item.token))].sort()).to.deep.equal(served.sort());
  });
});
