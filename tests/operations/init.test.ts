import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { Drafting } from "../../operations/init/draft";
import { allocate, freeTunnelBlocks, freeVpc } from "../../operations/init/blocks";
import { flagOf } from "../../operations/init/questions";
import { parseCidr } from "../../infra/cidr";

const fileOf = (name: string) => readFileSync(join(__dirname, "..", "..", `Pulumi.${name}.yaml`), "utf8");
const staging = fileOf("staging");
const production = fileOf("production");

interface Config {
  readonly "aws:region": string;
  readonly "overflow:account": string;
  readonly "overflow:regionGuard": string;
  readonly "overflow:network": { readonly vpc: string; readonly zones: string[]; readonly subnets: object };
  readonly "overflow:buildNetwork": { readonly certificateAuthority: string };
  readonly "overflow:pools": Readonly<Record<string, { readonly image: string }>>;
}

/** A draft after these answers; each must be taken. */
function draft(
  answers: Readonly<Record<string, string>>,
  over: Partial<ConstructorParameters<typeof Drafting>[0]> = {},
) {
  const drafting = new Drafting({
    environment: "staging",
    template: staging,
    templateEnvironment: "staging",
    others: [production],
    ...over,
  });
  for (const question of drafting.questions) {
    const answer = answers[question.flag] ?? drafting.proposal(question);
    if (answer !== null) expect(drafting.answer(question, answer), question.flag).to.equal(null);
  }
  return drafting;
}

const configOf = (drafting: Drafting) =>
  (parse(drafting.finish().text) as { readonly config: Config }).config;
const asQa = { environment: "qa", others: [staging, production] };

describe("a new settings file", () => {
  for (const [name, template] of Object.entries({ staging, production })) {
    it(`${name}: is its template where nothing is answered, byte by byte`, () => {
      const same = { environment: name, template, templateEnvironment: name, others: [] };
      expect(draft({}, same).finish().text).to.equal(template);
    });
  }

  it("asks for what the template marks and what everybody chooses, the account first", () => {
    const flags = draft({}).questions.map(({ flag }) => flag);
    expect(flags.slice(0, 5)).to.deep.equal(["account", "region", "zones", "build-network", "vpc"]);
    expect(flags).to.include.members(["boundary", "gateway", "buildbot-master", "worker-image"]);
  });

  it("asks for what a template will mark later, too, and checks it by the setting's own rule", () => {
    const template = staging.replace(
      "  overflow:teardown: wait\n",
      "  overflow:teardown: wait # <-- your patience\n",
    );
    const drafting = draft({}, { template });
    const question = drafting.questions.find(({ flag }) => flag === "patience")!;
    expect(drafting.answer(question, "never")).to.contain("allowed").and.contain("refuse");
    expect(drafting.answer(question, "force")).to.equal(null);
    expect(drafting.finish().text).to.contain("  overflow:teardown: force\n");
  });

  it("holds the answers in place of the examples, with all other comments", () => {
    const image = "ami-0fedcba9876543211";
    const drafting = draft({ account: "123456789012", "worker-image": image });
    const config = configOf(drafting);
    expect(config["overflow:account"]).to.equal("123456789012");
    expect(Object.values(config["overflow:pools"]).map((pool) => pool.image)).to.deep.equal([image, image]);
    const { text, left } = drafting.finish();
    expect(text).to.not.contain("<-- your account").and.not.contain("<-- your worker image");
    expect(text).to.contain("# The account; the AWS provider refuses any other.");
    expect(left.map(({ words }) => words))
      .to.include("your gateway")
      .and.not.include("your account");
  });

  it("takes a certificate as it is, of several lines", () => {
    const pem = configOf(draft({}))["overflow:buildNetwork"].certificateAuthority;
    const config = configOf(draft({ ca: pem }));
    expect(config["overflow:buildNetwork"].certificateAuthority).to.equal(pem);
    expect(draft({ ca: pem }).finish().text).to.contain("    certificateAuthority: |\n");
  });

  it("moves the build network's examples with its block, and says so", () => {
    const { moved, problems } = draft({ "build-network": "10.50.0.0/16, 10.60.0.0/16" }).finish();
    expect(problems).to.deep.equal([]);
    expect(moved).to.include("overflow:buildNetwork.services.sources.block 10.50.0.30/32");
  });

  it("has as many subnets of each kind as zones, within the VPC and apart", () => {
    const drafting = draft({ region: "eu-central-1", zones: "eu-central-1a, eu-central-1b, eu-central-1c" });
    expect(drafting.finish().problems).to.deep.equal([]);
    const { zones, subnets } = configOf(drafting)["overflow:network"];
    expect(zones).to.have.length(3);
    expect(
      JSON.stringify(subnets)
        .match(/\[[^\]]*\]/g)
        ?.every((list) => list.split(",").length === 3),
    ).to.equal(true);
  });

  it("proposes the template's zones in the region that was answered", () => {
    expect(configOf(draft({ region: "eu-west-1" }))["overflow:network"].zones).to.deep.equal([
      "eu-west-1a",
      "eu-west-1b",
    ]);
  });

  it("proposes a block that overlaps neither the build network nor another environment", () => {
    const vpc = (answers: Readonly<Record<string, string>>) =>
      configOf(draft(answers))["overflow:network"].vpc;
    expect(vpc({})).to.equal("10.131.0.0/16");
    expect(vpc({ "build-network": "10.128.0.0/14" })).to.equal("10.133.0.0/16");
  });

  it("keeps chosen trust levels only, without a trace of the others", () => {
    const drafting = draft({});
    expect(drafting.keepLevels(["try"])).to.equal(null);
    const { text, problems } = drafting.finish();
    expect(problems).to.deep.equal([]);
    expect(text).to.not.match(/^[^#]*\brelease\b/m);
    expect(draft({}).keepLevels(["nightly"])).to.contain("allowed: one or more of try, release");
    expect(draft({}).keepLevels([])).to.contain("allowed");
  });

  it("of another environment bears its name, and shares neither blocks, tunnels nor the region's guard", () => {
    const drafting = draft({}, asQa);
    const { text, problems } = drafting.finish();
    expect(problems).to.deep.equal([]);
    const config = configOf(drafting);
    expect(Object.keys(config["overflow:pools"])).to.deep.equal(["qa-linux64-try", "qa-linux64-release"]);
    expect(config["overflow:network"].vpc).to.equal("10.128.0.0/16");
    expect(config["overflow:regionGuard"]).to.equal("asserted");
    expect(text).to.not.contain("169.254.23.0");
    expect(configOf(draft({ account: "123456789012" }, asQa))["overflow:regionGuard"]).to.equal("owner");
  });

  it("of another environment is sealed anew", () => {
    const template = `secretsprovider: awskms://alias/x\nencryptedkey: abc\n${staging}`;
    expect(draft({}, { ...asQa, template }).finish().text).to.not.match(/secretsprovider|encryptedkey/);
  });

  const wrong: Readonly<Record<string, string>> = {
    account: "1234",
    region: "moon",
    zones: "us-east-1a",
    "build-network": "10.20.0.1/16",
    vpc: "10.0.0.0/8",
    gateway: "example.org",
    "worker-image": "ubuntu",
    boundary: "AdministratorAccess",
  };
  for (const [flag, answer] of Object.entries(wrong)) {
    it(`refuses ${answer} for ${flag}, with what is allowed`, () => {
      const drafting = draft({});
      const question = drafting.questions.find((each) => each.flag === flag)!;
      expect(drafting.answer(question, answer)).to.match(/got .*, allowed: /);
    });
  }

  it("names what does not fit together", () => {
    const problems = draft({ vpc: "10.20.0.0/16" }).finish().problems;
    expect(problems.map(({ path }) => path)).to.include("overflow:network.vpc");
    expect(draft({ vpc: "10.131.0.0/24" }).finish().problems).to.not.deep.equal([]);
  });
});

describe("free blocks", () => {
  const blocks = (...texts: string[]) => texts.map((text) => parseCidr(text)!);

  it("are the lowest where nothing is in the way, and none where all is", () => {
    expect(freeVpc([])).to.equal("10.128.0.0/16");
    expect(freeVpc(blocks("10.128.0.0/15", "10.130.7.0/24"))).to.equal("10.131.0.0/16");
    expect(freeVpc(blocks("10.0.0.0/8"))).to.equal("172.24.0.0/16");
    expect(freeVpc(blocks("0.0.0.0/0"))).to.equal(undefined);
  });

  it("of subnets are apart, in the order asked for, or there are none", () => {
    expect(allocate(blocks("10.0.0.0/24")[0]!, [26, 25, 26])).to.deep.equal([
      "10.0.0.128/26",
      "10.0.0.0/25",
      "10.0.0.192/26",
    ]);
    expect(allocate(blocks("10.0.0.0/24")[0]!, [25, 25, 28])).to.equal(undefined);
  });

  it("of tunnels pass over those in use", () => {
    expect(freeTunnelBlocks(2, blocks("169.254.21.0/30"))).to.deep.equal([
      "169.254.22.0/30",
      "169.254.23.0/30",
    ]);
  });

  it("flags are short words", () => {
    expect(flagOf("your worker image (images/)")).to.equal("worker-image");
  });
});
