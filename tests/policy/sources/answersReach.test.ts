import { expect } from "chai";
import { answersInput } from "../../../operations/proof/describeInput";
import { reachInput } from "../../../operations/reach";
import { declaredBuildNetwork } from "../../../policy/judgement/declaredBuildNetwork";
import { factsOfDescribe } from "../../../policy/sources/describe/describe";
import { type DescribeFile } from "../../../policy/sources/describe/file";
import { type Answer } from "../../../policy/proof/answer";
import { answer, answersOf } from "./answers";

/** Can this packet reach that place, by these answers? */
function reach(
  files: readonly DescribeFile[],
  from: string,
  to: string,
  protocol = "all",
  port?: string,
): Answer {
  const input = answersInput(files, "describe", "answers");
  const question = { from, to, protocol, connection: false, ...(port !== undefined && { port }) };
  const buildNetwork = { blocks: ["192.168.0.0/16"], declaredBy: "this test" };
  return reachInput(input, question, { buildNetwork });
}

const office = answersOf("office");
const without = (...commands: readonly string[]) =>
  office.filter(({ command }) => !commands.includes(command));

type Json = Readonly<Record<string, unknown>>;

/** The same answers, with each member of one of them as `change` wants it. */
function edited(
  files: readonly DescribeFile[],
  command: string,
  change: (key: string, value: unknown) => unknown,
): readonly DescribeFile[] {
  return files.map((file) =>
    file.command === command
      ? { ...file, answer: JSON.parse(JSON.stringify(file.answer), change) as unknown }
      : file,
  );
}

const everybody = [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }];
/** Groups and lists stop nothing, so that routes alone decide. */
const open = edited(
  edited(office, "describe-security-groups", (key, value) =>
    key.startsWith("IpPermissions") ? everybody : value,
  ),
  ...([
    "describe-network-acls",
    (key: string, value: unknown) => (key === "RuleAction" ? "allow" : value),
  ] as const),
);

describe("answers of AWS, asked who reaches whom", () => {
  it("let the internet in by an elastic address of a secondary private one, and by none that is not there", () => {
    expect(reach(office, "internet", "eni:eni-0b1", "udp", "53").verdict).to.equal("reachable");
    expect(reach(office, "internet", "eni:eni-0b1", "tcp", "22").verdict).to.equal("unreachable");
    expect(reach(office, "internet", "eni:eni-0a1").verdict).to.equal("unreachable");
  });

  it("name an instance by its id or tag, with the interface that it has", () => {
    const { path } = reach(open, "instance:i-0a1", "instance:i-0b1", "tcp", "80");
    expect(reach(open, "router", "eni:eni-0b1", "tcp", "80").path).to.deep.equal(path);
    expect(path.map(({ node }) => node)).to.include("pcx/pcx-0a1/vpc-0b2");
  });

  it("stop at a blackhole, and at a peering that waits for consent", () => {
    const blackhole = edited(open, "describe-route-tables", (_, value) =>
      (value as Json | null)?.["VpcPeeringConnectionId"] === "pcx-0a1"
        ? { ...(value as Json), State: "blackhole" }
        : value,
    );
    expect(reach(blackhole, "instance:i-0a1", "instance:i-0b1").verdict).to.equal("unreachable");
    const waiting = edited(open, "describe-vpc-peering-connections", (key, value) =>
      key === "Code" ? "pending-acceptance" : value,
    );
    expect(reach(waiting, "instance:i-0a1", "instance:i-0b1").verdict).to.equal("unreachable");
  });

  it("know what a gateway announces by the table's own routes, and guess no more", () => {
    const dynamic = edited(open, "describe-vpn-connections", (key, value) =>
      key === "StaticRoutesOnly" ? false : value,
    );
    // The machine's subnet uses the main table, which learns.
    const learning = edited(dynamic, "describe-route-tables", (key, value) =>
      key === "Associations"
        ? (value as readonly Json[]).filter((one) => one["SubnetId"] === undefined)
        : value,
    );
    expect(reach(learning, "instance:i-0a1", "ip:192.168.7.7").verdict).to.equal("reachable");
    expect(reach(learning, "instance:i-0a1", "ip:198.18.0.1").verdict).to.equal("unreachable");
  });

  it("say that they do not know where a file is missing that could close the way", () => {
    const gaps = open.filter(({ command }) => command !== "describe-network-acls");
    const found = reach(gaps, "instance:i-0a1", "instance:i-0b1");
    expect(found.verdict).to.equal("undetermined");
    expect(found.missing).to.include({ resource: "describe-network-acls.json" });
  });

  it("keep a way that is found where a file is missing that could only open others", () => {
    const gaps = without("describe-nat-gateways");
    expect(reach(gaps, "internet", "eni:eni-0b1", "udp", "53").verdict).to.equal("reachable");
    expect(reach(gaps, "internet", "eni:eni-0b1", "tcp", "22").verdict).to.equal("undetermined");
  });

  it("do not call a way certain that a missing gateway may be, nor shut out whom it may let in", () => {
    const gaps = open.filter(({ command }) => command !== "describe-internet-gateways");
    const { verdict, missing } = reach(gaps, "internet", "eni:eni-0b1", "udp", "53");
    expect([verdict, missing?.resource]).to.deep.equal(["undetermined", "describe-internet-gateways.json"]);
    const links = open.filter(({ command }) => !/describe-vpn-(gateways|connections)/.test(command));
    const routeless = edited(links, "describe-route-tables", (key, value) =>
      key === "Routes" || key === "PropagatingVgws" ? [] : value,
    );
    expect(reach(routeless, "beyond-the-link", "instance:i-0a1").verdict).to.equal("undetermined");
    expect(reach(routeless, "instance:i-0b1", "instance:i-0a1").verdict).to.equal("unreachable");
  });

  it("let in by a balancer what its listener takes, to its targets too, at their port", () => {
    expect(reach(office, "internet", "ip:203.0.113.50", "tcp", "443").verdict).to.equal("reachable");
    expect(reach(office, "internet", "ip:203.0.113.50", "tcp", "444").verdict).to.equal("unreachable");
    const { verdict, path } = reach(open, "internet", "eni:eni-0b1", "tcp", "8443");
    expect(verdict).to.equal("reachable");
    expect(path.length).to.be.greaterThan(1);
    // Without a public address of its own it is still reached, at its own port, and at no other.
    const hidden = edited(open, "describe-network-interfaces", (key, value) =>
      key === "Association" && (value as Json)["PublicIp"] !== "203.0.113.50" ? undefined : value,
    );
    const through = reach(hidden, "internet", "eni:eni-0b1", "tcp", "8443");
    expect(through.verdict).to.equal("reachable");
    expect(through.path.map(({ node }) => node)).to.include("if/eni-0elb/listeners");
    expect(reach(hidden, "internet", "eni:eni-0b1", "tcp", "443").verdict).to.equal("unreachable");
  });

  it("let in by a classic balancer what its listeners take, at its instances' port", () => {
    const classic = {
      ...{ LoadBalancerName: "old", Scheme: "internal", Subnets: ["subnet-0b1"], SecurityGroups: ["sg-0b1"] },
      ListenerDescriptions: [
        { Listener: { LoadBalancerPort: 80, InstancePort: 9000, Protocol: "HTTP" }, PolicyNames: [] },
      ],
      Instances: [{ InstanceId: "i-0b1" }],
    };
    const more = [...open, answer("elb-describe-load-balancers", { LoadBalancerDescriptions: [classic] })];
    expect(reach(more, "instance:i-0a1", "old", "tcp", "80").verdict).to.equal("reachable");
    expect(reach(more, "instance:i-0a1", "old", "tcp", "81").verdict).to.equal("unreachable");
  });

  it("take no other route of a table for the build network", () => {
    const routes = [
      {
        DestinationCidrBlock: "192.168.0.0/16",
        GatewayId: "vgw-0a1",
        Origin: "CreateRoute",
        State: "active",
      },
      { DestinationCidrBlock: "172.16.0.0/16", VpcPeeringConnectionId: "pcx-0a1", State: "active" },
    ];
    const files = edited(office, "describe-route-tables", (key, value) =>
      key === "Routes" ? routes : value,
    );
    const { blocks } = declaredBuildNetwork(factsOfDescribe(files).stack);
    expect(blocks).to.include("192.168.0.0/16");
    expect(blocks).to.not.include("172.16.0.0/16");
  });

  it("reach nobody at a NAT gateway", () => {
    const nat = reach(open, "instance:i-0b1", "eni:eni-0nat", "tcp", "80");
    expect(nat.verdict).to.equal("unreachable");
    expect(nat.blockedBy.map(({ by }) => by)).to.deep.equal(["it takes only answers"]);
  });

  it("do not mind a file that has nothing to do with packets", () => {
    const more = [...office, answer("iam-get-account-authorization-details", { RoleDetailList: [] })];
    expect(reach(more, "internet", "eni:eni-0b1", "tcp", "22").verdict).to.equal("unreachable");
  });
});
