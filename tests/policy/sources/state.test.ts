import { expect } from "chai";
import { factsOfState, factsOfStateText } from "../../../policy/sources/state";
import { UnusableInput } from "../../../policy/sources/unusableInput";
import { prop, withId } from "./answers";

const signature = "4dabf18193072939515e22adb298388d";
const sealed = { [signature]: "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:abc" };
const stackUrn = "urn:pulumi:dev::p::pulumi:pulumi:Stack::p-dev";
const providerUrn = "urn:pulumi:dev::p::pulumi:providers:aws::default_7_48_0";
const vpcUrn = "urn:pulumi:dev::p::aws:ec2/vpc:Vpc::main";
const subnetUrn = "urn:pulumi:dev::p::overflow:Network$aws:ec2/subnet:Subnet::machines";

const stackResource = { urn: stackUrn, type: "pulumi:pulumi:Stack" };
const provider = {
  ...{ urn: providerUrn, type: "pulumi:providers:aws", id: "p-1", custom: true },
  inputs: { region: "eu-central-1" },
  outputs: { region: "eu-central-1" },
};
const vpc = {
  ...{ urn: vpcUrn, type: "aws:ec2/vpc:Vpc", id: "vpc-0a1", custom: true, parent: stackUrn },
  inputs: { cidrBlock: "10.0.0.0/16", tags: { Name: "main" }, secret: sealed },
  outputs: {
    cidrBlock: "10.0.0.0/16",
    region: "eu-central-1",
    ipv6CidrBlock: null,
    secret: sealed,
    made: sealed,
  },
  provider: `${providerUrn}::p-1`,
};
const subnet = {
  ...{ urn: subnetUrn, type: "aws:ec2/subnet:Subnet", id: "subnet-0a1", custom: true, parent: stackUrn },
  inputs: { vpcId: "vpc-0a1", cidrBlock: "10.0.1.0/24" },
  outputs: { vpcId: "vpc-0a1", cidrBlock: "10.0.1.0/24" },
  ...{
    provider: `${providerUrn}::p-1`,
    dependencies: [vpcUrn],
    propertyDependencies: { vpcId: [vpcUrn], cidrBlock: null },
  },
  ignoreChanges: ["tags"],
};

const exported = (resources: readonly object[], more: object = {}) => ({
  version: 3,
  deployment: { resources, ...more },
});
const whole = [stackResource, provider, vpc, subnet];

describe("facts of a stack's state", () => {
  it("are what the provider answered, over what the program gave, with the id", () => {
    const facts = factsOfState(exported(whole));
    const main = withId(facts, "vpc-0a1");
    expect(main.name).to.equal("main");
    expect(prop(main, "cidrBlock")).to.equal("10.0.0.0/16");
    expect(prop(main, "tags")).to.deep.equal({ Name: "main" });
    expect(prop(main, "region")).to.equal("eu-central-1");
    expect(prop(main, "ipv6CidrBlock")).to.equal(undefined);
    expect(main.provider).to.equal("pulumi:providers:aws");
    expect(prop(withId(facts, "p-1"), "region")).to.equal("eu-central-1");
  });

  it("know who serves a resource where a state written by hand does not say: nothing of AWS is taken for a component", () => {
    const bare = { ...vpc, provider: undefined };
    for (const custom of [true, false, undefined])
      expect(
        factsOfState(exported([stackResource, { ...bare, custom }])).ofType(vpc.type)[0]?.provider,
      ).to.equal("pulumi:providers:aws");
    const [type, name] = ["command:local:Command", "run"];
    const other = { ...bare, urn: `urn:pulumi:dev::p::${type}::${name}`, type };
    expect(factsOfState(exported([stackResource, other])).ofType(type)[0]?.provider).to.equal(
      "pulumi:providers:command",
    );
    const component = { ...other, custom: false };
    expect(factsOfState(exported([stackResource, component])).ofType(type)[0]?.provider).to.equal(undefined);
  });

  it("tell where a value comes from, and what the program lets drift", () => {
    const machines = withId(factsOfState(exported(whole)), "subnet-0a1");
    expect(machines.sources("vpcId")).to.deep.equal([{ urn: vpcUrn, type: "aws:ec2/vpc:Vpc", name: "main" }]);
    expect(machines.sources("cidrBlock")).to.deep.equal([]);
    expect(machines.ignoreChanges).to.deep.equal(["tags"]);
  });

  it("show no secret, sealed or plain, at any depth", () => {
    const plain = { ...sealed, plaintext: '"open sesame"' };
    const secretive = { ...vpc, outputs: { ...vpc.outputs, tags: { deep: [plain] } } };
    const main = withId(factsOfState(exported([stackResource, provider, secretive])), "vpc-0a1");
    expect(prop(main, "secret")).to.deep.equal({ unknown: "is a secret of the state" });
    // The provider's own: as an output that a preview does not know yet.
    expect(prop(main, "made")).to.equal(undefined);
    expect(main.props.object("tags")).to.have.property("state", "known");
    expect(JSON.stringify(prop(main, "tags"))).not.to.contain("sesame");
  });

  it("have the id of a resource that an output holds whole", () => {
    const reference = { [signature]: "5cf8f73096256a8f31e491e813e4eb8e", urn: vpcUrn, id: "vpc-0ff" };
    const moved = { ...subnet, outputs: { ...subnet.outputs, vpcId: reference } };
    const facts = factsOfState(exported([stackResource, provider, vpc, moved]));
    expect(prop(withId(facts, "subnet-0a1"), "vpcId")).to.equal("vpc-0ff");
  });

  it("leave out what is deleted already and waits for its replacement", () => {
    const old = { ...vpc, id: "vpc-0old", pendingReplacement: true };
    const facts = factsOfState(exported([stackResource, provider, vpc, old]));
    expect(facts.ofType("aws:ec2/vpc:Vpc").map((one) => prop(one, "id"))).to.deep.equal(["vpc-0a1"]);
  });

  it("read version 4, which writes resources alike", () => {
    expect(factsOfState({ ...exported(whole), version: 4 }).resources).to.have.length(4);
  });

  const refused: readonly (readonly [what: string, input: unknown, line: RegExp])[] = [
    ["a list", [], /no state of a stack/],
    [
      "what waits to be deleted, and is still there",
      exported([...whole, { ...vpc, id: "vpc-0old", delete: true }]),
      /waits to be deleted, and is still there/,
    ],
    [
      "another type than the URN's",
      exported([{ ...stackResource, type: "aws:kms/alias:Alias" }]),
      /is of type aws:kms/,
    ],
    ["nothing", null, /no state of a stack/],
    ["a file without a deployment", { version: 3 }, /no 'deployment'/],
    ["another version", { version: 2, deployment: { resources: whole } }, /version is 2; 3 and 4/],
    ["no version", { deployment: { resources: whole } }, /version is missing/],
    [
      "a state that is encrypted as a whole",
      { version: 3, deployment: { ciphertext: "v1:x" } },
      /encrypted as a whole/,
    ],
    ["a sealed deployment", { version: 3, deployment: "v1:x" }, /encrypted as a whole/],
    ["no resources", exported([]), /holds no resources/],
    ["resources that are no list", { version: 3, deployment: { resources: {} } }, /'resources' is no list/],
    [
      "a resource without a type",
      exported([{ urn: stackUrn }]),
      /Resource 0 of the state has no URN or no type/,
    ],
    ["the same URN twice", exported([...whole, vpc]), /contradicts itself: .*vpc:Vpc::main twice/],
    [
      "a source that is not there",
      exported([stackResource, provider, subnet]),
      /cut short: .*machines names .*Vpc::main/,
    ],
    ["a provider that is not there", exported([stackResource, vpc]), /cut short: .*default_7_48_0/],
    [
      "an update that was not finished",
      exported(whole, { pending_operations: [{ type: "creating" }] }),
      /pulumi refresh/,
    ],
  ];
  for (const [what, input, line] of refused) {
    it(`are refused for ${what}, with one line`, () => {
      expect(() => factsOfState(input)).to.throw(UnusableInput, line);
    });
  }

  it("are refused for a text that is cut short", () => {
    const text = JSON.stringify(exported(whole));
    expect(() => factsOfStateText(text.slice(0, -20))).to.throw(UnusableInput, /cut short/);
    expect(factsOfStateText(text).resources).to.have.length(4);
  });
});
