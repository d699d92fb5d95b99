import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { parseSettings } from "../../../infra/settings/parse";
import { fromConfig } from "../../../infra/settings/read";
import { projectRoot, stackConfig } from "../mocks";

const stacks = readdirSync(projectRoot).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);

/** Keys under which the user chooses names. */
const chosenUnder = new Set([
  "overflow:pools",
  "overflow:buildNetwork.services",
  "overflow:link.gateways",
  "overflow:network.subnets.workers",
  "overflow:dns.hosts",
  "overflow:mirrors",
  "overflow:mirrors.*.upstreams",
  "overflow:buckets",
]);

/** Names that the user chooses differ between stacks; `*` stands for them. */
function keysOf(node: unknown, at = ""): string[] {
  if (typeof node !== "object" || node === null || Array.isArray(node)) return [at];
  const chosen = chosenUnder.has(at);
  const inner = Object.entries(node).flatMap(([key, value]) =>
    keysOf(value, at === "" ? key : `${at}.${chosen ? "*" : key}`),
  );
  return [...new Set(inner)].sort();
}

describe("the stack files", () => {
  it("are those of local, staging and production", () => {
    expect(stacks.sort()).to.deep.equal(["local", "production", "staging"]);
  });

  for (const stack of stacks) {
    it(`${stack}: every setting is there and right`, () => {
      expect(parseSettings(stackConfig(stack), stack).problems).to.deep.equal([]);
    });

    it(`${stack}: reads the same as Pulumi hands it over, all text`, () => {
      const config = stackConfig(stack);
      const texts = Object.entries(config).map(([key, value]) => {
        const text = typeof value === "string" ? value : JSON.stringify(value);
        return [key, fromConfig(text)];
      });
      expect(parseSettings(Object.fromEntries(texts) as typeof config, stack)).to.deep.equal(
        parseSettings(config, stack),
      );
    });
  }

  it("have the same keys", () => {
    const [first, ...others] = stacks.map((stack) => keysOf(stackConfig(stack)));
    for (const other of others) expect(other).to.deep.equal(first);
  });

  it("do not overlap, so that environments can share a master and a gateway", () => {
    const { network: a, link: linkA } = parseSettings(stackConfig("staging"), "staging").settings ?? {};
    const { network: b, link: linkB } = parseSettings(stackConfig("production"), "production").settings ?? {};
    expect(a?.vpc).to.not.equal(b?.vpc);
    const blocks = (link: typeof linkA) =>
      Object.values(link?.gateways ?? {}).flatMap(({ tunnelBlocks }) => tunnelBlocks);
    expect(blocks(linkA)).to.not.have.any.members(blocks(linkB));
  });

  it("protect production only", () => {
    const protect = (stack: string) => parseSettings(stackConfig(stack), stack).settings?.protect;
    expect(stacks.filter(protect)).to.deep.equal(["production"]);
  });

  it("belong to a project that AWS users can run as it is", () => {
    const project = parse(readFileSync(path.join(projectRoot, "Pulumi.yaml"), "utf8")) as Record<
      string,
      unknown
    >;
    expect(project["name"]).to.equal("overflow");
    expect(project).to.not.have.any.keys("plugins", "main");
  });
});
