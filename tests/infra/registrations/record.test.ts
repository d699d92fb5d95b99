import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { record } from "../../../infra/registrations/record";
import { urnOf } from "../../../infra/registrations/registration";
import { record as recordWithMocks } from "../mocks";

/** What the engine puts for a text that is not known yet. */
const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const place = { stack: "staging", project: "overflow" };

class Part extends pulumi.ComponentResource {
  constructor(name: string, parent?: pulumi.Resource) {
    super("overflow:test:Part", name, {}, parent === undefined ? {} : { parent });
  }
}

class Route extends pulumi.CustomResource {
  constructor(name: string, inputs: pulumi.Inputs, opts: pulumi.CustomResourceOptions) {
    super("aws:ec2/route:Route", name, { arn: undefined, ...inputs }, opts);
  }
}

const custom = (name: string, inputs: pulumi.Inputs, opts: pulumi.CustomResourceOptions = {}) =>
  new Route(name, inputs, opts);

describe("a program that is recorded", () => {
  it("registers what it would, with its values, secrets and lists plain", async () => {
    const [only] = await record(place, () =>
      custom(
        "route",
        { cidr: "10.0.0.0/8", key: pulumi.secret("s3cret"), list: [{ deep: 1 }] },
        { ignoreChanges: ["cidr"] },
      ),
    );
    expect(only).to.deep.include({
      urn: "urn:pulumi:staging::overflow::aws:ec2/route:Route::route",
      ...{
        type: "aws:ec2/route:Route",
        name: "route",
        provider: "pulumi:providers:aws",
        ignoreChanges: ["cidr"],
      },
      inputs: { cidr: "10.0.0.0/8", key: "s3cret", list: [{ deep: 1 }] },
    });
  });

  it("knows no output, only where a value comes from", async () => {
    const [first, second] = await record(place, () => {
      const source = custom("source", {});
      custom("target", {
        gatewayId: source.id,
        text: pulumi.interpolate`arn:${source.urn}`,
        inner: [source.id, "known"],
      });
    });
    expect(second!.inputs).to.deep.include({ gatewayId: unknownText, inner: [unknownText, "known"] });
    expect(second!.sources).to.deep.include({ gatewayId: [first!.urn], inner: [first!.urn] });
  });

  it("gives URNs as the engine does, with the types of all parents", async () => {
    const registrations = await record(place, () => {
      const inner = new Part("inner", new Part("outer"));
      custom("leaf", {}, { parent: inner });
    });
    expect(registrations.map(({ urn }) => urn)).to.deep.equal([
      "urn:pulumi:staging::overflow::overflow:test:Part::outer",
      "urn:pulumi:staging::overflow::overflow:test:Part$overflow:test:Part::inner",
      "urn:pulumi:staging::overflow::overflow:test:Part$overflow:test:Part$aws:ec2/route:Route::leaf",
    ]);
    const stack = "urn:pulumi:staging::overflow::pulumi:pulumi:Stack::overflow-staging";
    expect(urnOf("staging", "overflow", stack, "a:b:C", "n")).to.equal(
      "urn:pulumi:staging::overflow::a:b:C::n",
    );
  });

  it("leaves the deployment that is under way as it is", async () => {
    const recorded = await recordWithMocks(async () => {
      custom("before", {});
      const inner = await record(place, () => custom("inside", {}));
      expect(inner.map(({ name }) => name)).to.deep.equal(["inside"]);
      expect([pulumi.getStack(), pulumi.runtime.isDryRun()]).to.deep.equal(["outer", false]);
      custom("after", {});
    }, "outer");
    expect(recorded.map(({ name }) => name)).to.have.members(["before", "after"]);
  });

  it("fails as it fails", async () => {
    let failure: unknown;
    try {
      await record(place, () => {
        throw new RangeError("no such zone");
      });
    } catch (error) {
      failure = error;
    }
    expect(failure).to.be.instanceOf(RangeError);
  });
});
