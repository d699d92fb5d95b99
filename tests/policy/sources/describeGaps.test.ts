import { expect } from "chai";
import { factsOfDescribe } from "../../../policy/sources/describe/describe";
import { type DescribeFile } from "../../../policy/sources/describe/file";
import { types } from "../../../policy/sources/describe/types";
import { answer, answersOf, idsOf, prop, withId } from "./answers";

const office = answersOf("office");
const without = (...commands: readonly string[]) =>
  office.filter(({ command }) => !commands.includes(command));
const missingOf = (files: readonly DescribeFile[]) => factsOfDescribe(files).missing;
/** Those on which an answer about packets may depend. */
const forReach = (files: readonly DescribeFile[]) =>
  missingOf(files)
    .filter(({ neededFor }) => neededFor !== "proof")
    .map(({ resource }) => resource);

const aVpc = { VpcId: "vpc-1", CidrBlock: "10.0.0.0/16", DhcpOptionsId: "default", OwnerId: "111122223333" };
const vpcs = (...all: readonly object[]) => answer("describe-vpcs", { Vpcs: all });

describe("gaps of a folder of answers", () => {
  it("are none for packets where all that the answers name is there", () => {
    expect(forReach(office)).to.deep.equal([]);
    expect(forReach(answersOf("two-accounts"))).to.deep.equal([]);
  });

  it("name the file, and the command that writes it", () => {
    const [gap] = missingOf(without("describe-subnets")).filter(
      ({ command }) => command === "describe-subnets",
    );
    expect(gap).to.include({ resource: "describe-subnets.json", why: "is not there", neededFor: "reach" });
    expect(gap!.settle).to.equal("aws ec2 describe-subnets --output json > describe-subnets.json");
  });

  it("say of a volume that nobody listed that its VM came or went, not that the file is missing", () => {
    const volumesOf = (volumes: readonly DescribeFile[]) => {
      const { stack } = factsOfDescribe([...without("describe-volumes"), ...volumes]);
      return stack.ofType(types.instance).map((one) => JSON.stringify(prop(one, "rootBlockDevice")));
    };
    expect(volumesOf([]).join()).to.contain("is in describe-volumes.json, which is not there");
    expect(volumesOf([answer("describe-volumes", { Volumes: [] })]).join()).to.contain("the VM came or went");
  });

  it("name a per-resource file with its id, its parameters, and how many more there are", () => {
    const files = answersOf("two-accounts").filter(
      ({ command }) => command !== "search-transit-gateway-routes",
    );
    const [gap] = missingOf(files).filter(({ command }) => command === "search-transit-gateway-routes");
    expect(gap!.resource).to.equal("111122223333/eu-west-1/search-transit-gateway-routes.tgw-rtb-0a1.json");
    expect(gap!.why).to.equal("is not there, and so are not those of 1 more");
    expect(gap!.settle).to.equal(
      "aws ec2 search-transit-gateway-routes --filters Name=state,Values=active,blackhole " +
        "--transit-gateway-route-table-id tgw-rtb-0a1 --region eu-west-1 --output json > " +
        "111122223333/eu-west-1/search-transit-gateway-routes.tgw-rtb-0a1.json",
    );
  });

  it("matter for packets as soon as another answer names such an object", () => {
    for (const [command, file] of [
      ["describe-internet-gateways", "describe-internet-gateways.json"],
      ["describe-nat-gateways", "describe-nat-gateways.json"],
      ["describe-vpc-peering-connections", "describe-vpc-peering-connections.json"],
      ["describe-vpn-gateways", "describe-vpn-gateways.json"],
      ["elbv2-describe-load-balancers", "elbv2-describe-load-balancers.json"],
    ] as const) {
      expect(forReach(without(command)), command).to.deep.equal([file]);
    }
    const alone = [
      vpcs(aVpc),
      ...["subnets", "route-tables", "network-acls", "security-groups", "network-interfaces"].map(emptyOf),
    ];
    expect(forReach(alone)).to.deep.equal([]);
    expect(missingOf(alone).map(({ command }) => command)).to.include.members([
      ...[
        "describe-internet-gateways",
        "directconnect-describe-virtual-interfaces",
        "iam-get-account-authorization-details",
      ],
    ]);
  });

  it("are found in each account and Region", () => {
    const files = answersOf("two-accounts").filter(
      ({ command, account }) => !(command === "describe-network-acls" && account === "444455556666"),
    );
    expect(forReach(files)).to.deep.equal(["444455556666/eu-west-1/describe-network-acls.json"]);
  });

  it("are told by whatever name a service has for the next page", () => {
    for (const member of ["nextToken", "NextMarker", "Marker", "ContinuationToken", "IsTruncated"]) {
      const page = answer("s3api-list-buckets", { Buckets: [], [member]: "abc" });
      const [gap] = missingOf([page]).filter(({ why }) => why.includes("one page"));
      expect(gap, member).to.include({ command: "s3api-list-buckets" });
    }
  });

  it("are told for rights of which a kind of their holders was not asked", () => {
    const some = answer("iam-get-account-authorization-details", { RoleDetailList: [], Policies: [] });
    const [gap] = missingOf([some]).filter(
      ({ command }) => command === "iam-get-account-authorization-details",
    );
    expect(gap).to.include({ why: "has no 'UserDetailList'", neededFor: "proof" });
  });

  it("are told for an answer that is one page of several, and for one without its list", () => {
    const page = answer("describe-vpcs", { Vpcs: [aVpc], NextToken: "abc" });
    expect(
      missingOf([page]).filter(({ command }) => command === "describe-vpcs"),
    ).to.have.deep.nested.property("[0].why", "is one page of several (NextToken)");
    const bare = answer("describe-vpcs", {});
    expect(
      missingOf([bare]).filter(({ command }) => command === "describe-vpcs"),
    ).to.have.deep.nested.property("[0].why", "has no 'Vpcs'");
    const routes = answer(
      "search-transit-gateway-routes",
      { Routes: [], AdditionalRoutesAvailable: true },
      "tgw-rtb-1",
    );
    expect(missingOf([vpcs(aVpc), routes]).map(({ why }) => why)).to.include(
      "is one page of several (AdditionalRoutesAvailable)",
    );
  });

  it("are told for a part whose whole is not listed", () => {
    const subnets = answer("describe-subnets", {
      Subnets: [{ SubnetId: "subnet-1", VpcId: "vpc-2", CidrBlock: "10.0.1.0/24" }],
    });
    expect(missingOf([vpcs(aVpc), subnets]).map(({ why }) => why)).to.include(
      "lacks vpc-2, which subnet-1 is in",
    );
  });

  it("do not hide an interface that an instance's answer has", () => {
    const interfaces = [
      {
        NetworkInterfaceId: "eni-1",
        SubnetId: "subnet-1",
        VpcId: "vpc-1",
        PrivateIpAddress: "10.0.1.5",
        SourceDestCheck: true,
        PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: "10.0.1.5" }],
        Groups: [{ GroupId: "sg-1" }],
        Attachment: { AttachmentId: "eni-attach-1", DeviceIndex: 0, Status: "attached" },
      },
    ];
    const instance = { InstanceId: "i-1", State: { Name: "running" }, NetworkInterfaces: interfaces };
    const files = [vpcs(aVpc), answer("describe-instances", { Reservations: [{ Instances: [instance] }] })];
    const { stack, missing } = factsOfDescribe(files);
    expect(idsOf(stack, types.networkInterface)).to.deep.equal(["eni-1"]);
    expect(prop(withId(stack, "i-1"), "primaryNetworkInterfaceId")).to.equal("eni-1");
    expect(missing.find(({ command }) => command === "describe-network-interfaces")).to.include({
      neededFor: "unreachable",
    });
  });

  it("are in an answer that was cut: what AWS answers always is not there", () => {
    const cuts: readonly (readonly [command: string, member: string, why: string])[] = [
      [
        "describe-security-groups",
        "IpPermissions",
        "lacks 'IpPermissions' at SecurityGroups[0], which AWS answers always",
      ],
      ["describe-security-groups", "IpRanges", "[].IpRanges|Ipv6Ranges|PrefixListIds|UserIdGroupPairs'"],
      ["describe-route-tables", "Main", "lacks 'Associations[].Main'"],
      ["describe-route-tables", "GatewayId", "lacks 'Routes[].GatewayId|"],
      ["describe-network-acls", "Egress", "lacks 'Entries[].Egress'"],
      ["describe-internet-gateways", "Attachments", "lacks 'Attachments'"],
      ["describe-vpc-peering-connections", "AccepterVpcInfo", "lacks 'AccepterVpcInfo'"],
      ["describe-network-interfaces", "PublicIp", "lacks 'Association.PublicIp|CarrierIp'"],
    ];
    for (const [command, member, why] of cuts) {
      const files = office.map((file) => {
        const cut = JSON.stringify(file.answer, (key, value: unknown) =>
          key === member ? undefined : value,
        );
        return file.command === command ? { ...file, answer: JSON.parse(cut) as unknown } : file;
      });
      const gaps = missingOf(files).filter(({ neededFor }) => neededFor !== "proof");
      expect(
        gaps.map((gap) => gap.resource),
        member,
      ).to.deep.equal([`${command}.json`]);
      expect(gaps[0]!.why).to.contain(why);
    }
  });

  it("are none for what only something names that is gone", () => {
    const routes = (State: string) =>
      answer("describe-route-tables", {
        RouteTables: [
          {
            ...{ RouteTableId: "rtb-1", VpcId: "vpc-1", Associations: [] },
            Routes: [{ DestinationCidrBlock: "0.0.0.0/0", GatewayId: "igw-1", State }],
          },
        ],
      });
    const needs = (State: string) => forReach([vpcs(aVpc), routes(State)]);
    expect(needs("active")).to.include("describe-internet-gateways.json");
    expect(needs("blackhole")).to.not.include("describe-internet-gateways.json");
  });

  it("leave groups their rules where only describe-security-group-rules has them", () => {
    const groups = answer("describe-security-groups", {
      SecurityGroups: [{ GroupId: "sg-1", GroupName: "a", VpcId: "vpc-1" }],
    });
    const rule = {
      SecurityGroupRuleId: "sgr-1",
      GroupId: "sg-1",
      IsEgress: false,
      IpProtocol: "tcp",
      FromPort: 22,
      ToPort: 22,
      CidrIpv4: "10.0.0.0/8",
    };
    const { stack } = factsOfDescribe([
      vpcs(aVpc),
      groups,
      answer("describe-security-group-rules", { SecurityGroupRules: [rule] }),
    ]);
    expect(prop(withId(stack, "sg-1"), "ingress")).to.have.deep.nested.property("[0].cidrBlocks", [
      "10.0.0.0/8",
    ]);
    expect(prop(withId(stack, "sg-1"), "egress")).to.deep.equal([]);
  });

  it("are looked for in lists of objects only: one of texts has no members", () => {
    const domains = answer(
      "route53resolver-list-firewall-domains",
      { Domains: ["a.example."] },
      "rslvr-fdl-1",
    );
    expect(() => factsOfDescribe([domains])).not.to.throw();
  });
});

function emptyOf(name: string): DescribeFile {
  const list = name
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
  return answer(`describe-${name}`, { [list]: [] });
}
