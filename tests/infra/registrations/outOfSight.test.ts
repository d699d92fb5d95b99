import * as pulumi from "@pulumi/pulumi";
import { Callback } from "@pulumi/pulumi/proto/callback_pb";
import { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { expect } from "chai";
import { outOfSight } from "../../../infra/registrations/outOfSight";
import { record } from "../../../infra/registrations/record";

const place = { stack: "staging", project: "overflow" };

/** A registration that is changed in one way. */
function request(change: (request: RegisterResourceRequest) => unknown): RegisterResourceRequest {
  const made = new RegisterResourceRequest();
  made.setType("aws:ec2/vpc:Vpc");
  made.setName("vpc");
  change(made);
  return made;
}

const ways: Readonly<Record<string, (request: RegisterResourceRequest) => unknown>> = {
  "takes over what exists already": (made) => made.setImportid("vpc-0a1b"),
  "has its parts made by a plugin": (made) => made.setRemote(true),
  "has its inputs changed by a transform": (made) => made.setTransformsList([new Callback()]),
  "runs hooks": (made) => made.setHooks(new RegisterResourceRequest.ResourceHooksBinding()),
  "has its state rewritten": (made) => made.setStateMigrationsList([new Callback()]),
  "names a plugin from elsewhere": (made) => made.setPlugindownloadurl("https://example.org"),
  "names a parameterized package": (made) => made.setPackageref("ref"),
  "gives its provider another environment": (made) =>
    made.getEnvvarmappingsMap().set("AWS_REGION", "OTHER_REGION"),
};

/** What recording a program throws. */
async function failureOf(declare: () => unknown): Promise<unknown> {
  try {
    await record(place, declare);
  } catch (error) {
    return error;
  }
  return undefined;
}

class Vpc extends pulumi.CustomResource {
  constructor(opts: pulumi.CustomResourceOptions) {
    super("aws:ec2/vpc:Vpc", "vpc", {}, opts);
  }
}

class Remote extends pulumi.ComponentResource {
  constructor() {
    super("overflow:evil:Part", "part", {}, {}, true);
  }
}

describe("a registration that its inputs do not tell", () => {
  it("is none that says what it is", () => {
    expect(outOfSight(request(() => undefined))).to.equal(undefined);
  });

  for (const [title, change] of Object.entries(ways)) {
    it(`is one that ${title}`, () => {
      expect(outOfSight(request(change))).to.contain("The gate refuses vpc (aws:ec2/vpc:Vpc)");
    });
  }

  it("ends the recording of a program", async () => {
    const failure = await failureOf(() => new Vpc({ import: "vpc-0a1b" }));
    expect(String(failure)).to.contain("takes over what exists already");
  });

  it("ends the recording of a program that reads a resource", async () => {
    const failure = await failureOf(() => new Vpc({ id: "vpc-0a1b" }));
    expect(String(failure)).to.contain("reads no resource");
  });

  it("ends the recording of a program whose component a plugin makes", async () => {
    const failure = await failureOf(() => new Remote());
    expect(String(failure)).to.contain("a plugin makes its parts");
  });
});
