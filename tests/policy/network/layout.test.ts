import { expect } from "chai";
import { References } from "../../../policy/facts/references";
import { layoutOf } from "../../../policy/network/build/interfaces/layout";
import { resource, type TestResource, unknownFlag, unknownText } from "../stack";
import { ec2, factsOf, vpc, withProps } from "./joined";
import { base, inBoth, partsOf, told } from "./placed";

describe("interfaces of machines", () => {
  it("have the machine's addresses where they are known, and some of the subnet's where they are not", () => {
    const machine = (props: TestResource["props"]) =>
      resource(ec2("Instance"), "i-1", {
        subnetId: "vpc-a-a",
        vpcSecurityGroupIds: ["vpc-a-group"],
        ...props,
      });
    const at = (addresses: readonly string[] | string) => [
      { where: "vpc-a-a", addresses, groups: ["vpc-a-group"] },
    ];
    expect(told([machine({ privateIp: "10.1.0.7" })], "i-1")).to.deep.equal(at(["10.1.0.7/32"]));
    const more = { privateIp: "10.1.0.7", secondaryPrivateIps: ["10.1.0.8"], ipv6Addresses: ["2001:db8::7"] };
    const all = ["10.1.0.7/32", "10.1.0.8/32", "2001:db8::7/128"];
    expect(told([machine(more)], "i-1")).to.deep.equal(at(all));
    expect(told([machine({})], "i-1")).to.deep.equal(at("some"));
    expect(partsOf([machine({})], "i-1")[0]?.addresses).to.deep.equal(["10.1.0.0/24"]);
  });

  it("are those of the stack that the machine names, and the machine has none beside", () => {
    const resources = [
      resource(ec2("NetworkInterface"), "eni-1", {
        ...{
          subnetId: "vpc-a-b",
          privateIps: ["10.1.1.9"],
          securityGroups: ["vpc-a-group"],
          sourceDestCheck: false,
        },
      }),
      resource(ec2("Instance"), "i-1", {
        networkInterfaces: [{ networkInterfaceId: "eni-1", deviceIndex: 0 }],
      }),
    ];
    expect(partsOf(resources, "i-1")).to.deep.equal([]);
    const stack = factsOf([...base, ...resources]);
    const layout = layoutOf(stack, new References(stack));
    const instance = stack.ofType(ec2("Instance")).find(({ name }) => name === "i-1");
    const [part] = instance === undefined ? [] : layout.interfacesOf(instance);
    expect(part).to.include({ name: "eni-1", sourceCheck: false, isExact: true });
  });

  it("are gone with a terminated machine", () => {
    const ended = resource(ec2("Instance"), "i-1", { subnetId: "vpc-a-a", instanceState: "terminated" });
    expect(partsOf([ended], "i-1")).to.deep.equal([]);
  });

  it("are strays where the subnet is not of the stack, or a default one", () => {
    const strays = (props: TestResource["props"]) => {
      const stack = factsOf([...base, resource(ec2("Instance"), "i-1", props)]);
      return layoutOf(stack, new References(stack)).strays.map(({ property, missing }) => [
        property,
        missing.why,
      ]);
    };
    expect(strays({})).to.deep.equal([["subnetId", "is not given, which means a default subnet"]]);
    const outside = "is 'subnet-far', which the stack does not declare";
    expect(strays({ subnetId: "subnet-far" })).to.deep.equal([["subnetId", outside]]);
    expect(strays({ subnetId: unknownText })).to.have.length(1);
    expect(strays({ subnetId: "vpc-a-a" })).to.deep.equal([]);
  });
});

describe("interfaces of templates", () => {
  const template = (props: TestResource["props"] = { vpcSecurityGroupIds: ["vpc-a-group"] }) =>
    resource(ec2("LaunchTemplate"), "lt-1", props);

  it("are in the subnets of the groups that launch from them", () => {
    const group = resource("aws:autoscaling/group:Group", "asg", {
      ...{ launchTemplate: { id: "lt-1" }, vpcZoneIdentifiers: ["vpc-a-b"] },
    });
    expect(told([template(), group], "lt-1").map(({ where }) => where)).to.deep.equal(["vpc-a-b"]);
    const early = resource(
      "aws:autoscaling/group:Group",
      "asg",
      { launchTemplate: { id: unknownText }, vpcZoneIdentifiers: [unknownText] },
      { sources: { launchTemplate: ["lt-1"], vpcZoneIdentifiers: ["vpc-a-a"] } },
    );
    expect(told([template(), early], "lt-1").map(({ where }) => where)).to.deep.equal(["vpc-a-a"]);
  });

  it("are in the subnets that their interfaces name", () => {
    const named = template({ networkInterfaces: [{ subnetId: "vpc-a-b", securityGroups: ["vpc-a-group"] }] });
    expect(told([named], "lt-1")).to.deep.equal([inBoth[1]]);
  });

  it("may be in every subnet of their groups' VPC, and of no other, if nothing names one", () => {
    expect(told([...vpc("vpc-b", "10.2"), template()], "lt-1")).to.deep.equal(inBoth);
  });

  it("get a public address if they, or the subnet, say so", () => {
    const asked = (value: unknown) =>
      template({ networkInterfaces: [{ subnetId: "vpc-a-b", associatePublicIpAddress: value }] });
    const isPublic = (...resources: readonly TestResource[]) =>
      partsOf(resources, "lt-1").map(({ mayHavePublic, publicMissing }) => [
        mayHavePublic,
        publicMissing !== undefined,
      ]);
    expect(isPublic(asked("true"))).to.deep.equal([[true, false]]);
    expect(isPublic(asked("false"))).to.deep.equal([[false, false]]);
    expect(isPublic(asked(unknownFlag))).to.deep.equal([[true, true]]);
  });
});

describe("the blocks of a VPC", () => {
  it("are not sure where AWS will choose them", () => {
    const stack = factsOf(withProps(base, "vpc-a", { assignGeneratedIpv6CidrBlock: true }));
    const [part] = layoutOf(stack, new References(stack)).vpcs;
    expect(part?.blocks).to.deep.equal(["10.1.0.0/16"]);
    expect(part?.unsure.map(({ missing }) => missing.property)).to.deep.equal(["ipv6CidrBlock"]);
  });

  it("of a judged VPC are inside, those of another foreign", () => {
    const stack = factsOf([...base, ...vpc("vpc-b", "10.2")]);
    const zones = layoutOf(stack, new References(stack), { vpcs: ["vpc-a"] }).vpcs.map(({ zone }) => zone);
    expect(zones).to.deep.equal(["inside", "foreign/vpc-b"]);
  });
});
