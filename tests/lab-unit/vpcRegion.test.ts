import { type DescribeRouteTablesCommand } from "@aws-sdk/client-ec2";
import { expect } from "chai";
import { targetsBehind } from "../../lab/vpc/balancers";
import { Briefly } from "../../lab/vpc/briefly";
import { storageEndpointOf } from "../../lab/vpc/places";

/** A client that answers by the command's name. */
function answering(answers: Readonly<Record<string, unknown>>) {
  return {
    send: (command: object) =>
      Promise.resolve(answers[command.constructor.name.replace(/Command$/, "")] ?? {}),
  };
}

describe("the targets that a load balancer takes", () => {
  const target = (Id: string, State: string) => ({ Target: { Id, Port: 443 }, TargetHealth: { State } });
  const behind = (states: readonly ReturnType<typeof target>[], port = 443) =>
    targetsBehind(
      answering({
        DescribeLoadBalancers: {
          LoadBalancers: [
            { DNSName: "Mirror.elb.amazonaws.com", LoadBalancerArn: "arn:lb", LoadBalancerName: "mirror" },
          ],
        },
        DescribeListeners: { Listeners: [{ Port: 443, DefaultActions: [{ TargetGroupArn: "arn:group" }] }] },
        DescribeTargetHealth: { TargetHealthDescriptions: states },
      }),
      "mirror.elb.amazonaws.com",
      port,
    );
  const names = async (states: readonly ReturnType<typeof target>[]) => {
    const found = await behind(states);
    return found.kind === "targets" ? found.targets.map(({ instanceId }) => instanceId) : found.reason;
  };

  it("are the healthy ones", async () => {
    expect(await names([target("i-1", "unhealthy"), target("i-2", "healthy")])).to.deep.equal(["i-2"]);
  });

  it("are all of them where none is healthy: it fails open", async () => {
    expect(await names([target("i-1", "unhealthy"), target("i-2", "initial")])).to.deep.equal(["i-1", "i-2"]);
  });

  it("are none where none is registered, or nothing listens, each with its reason", async () => {
    expect(await names([])).to.equal("mirror has no target.");
    expect(await behind([], 80)).to.deep.equal({
      kind: "none",
      reason: "mirror does not listen on port 80.",
    });
  });
});

describe("the way to S3 of a subnet", () => {
  const endpointOf = (tables: Readonly<Record<string, string>>, routeTables: readonly string[]) =>
    storageEndpointOf(
      {
        send: (command: DescribeRouteTablesCommand) => {
          const [filter] = command.input.Filters ?? [];
          if (command.constructor.name !== "DescribeRouteTablesCommand")
            return Promise.resolve({
              VpcEndpoints: [
                { VpcEndpointId: "vpce-interface", VpcEndpointType: "Interface", RouteTableIds: [] },
                { VpcEndpointId: "vpce-1", VpcEndpointType: "Gateway", RouteTableIds: routeTables },
              ],
            });
          const id = tables[filter?.Name ?? ""];
          return Promise.resolve({ RouteTables: id === undefined ? [] : [{ RouteTableId: id }] });
        },
      },
      { vpcId: "vpc-1", subnetId: "subnet-1" },
      "us-east-1",
    );

  it("is the gateway endpoint in its own route table", async () => {
    const tables = { "association.subnet-id": "rtb-own", "association.main": "rtb-main" };
    expect(await endpointOf(tables, ["rtb-own"])).to.equal("vpce-1");
    expect(await endpointOf(tables, ["rtb-main"])).to.equal(null);
  });

  it("is that of the VPC's main table where it has none of its own", async () => {
    expect(await endpointOf({ "association.main": "rtb-main" }, ["rtb-main"])).to.equal("vpce-1");
  });

  it("is none where no endpoint stands in the table", async () => {
    expect(await endpointOf({ "association.subnet-id": "rtb-own" }, [])).to.equal(null);
  });
});

describe("an answer that is good for a moment", () => {
  it("is asked for once in that time, and again after it", async () => {
    let nowMs = 0;
    let count = 0;
    const kept = new Briefly<number>(() => nowMs);
    const ask = () => kept.get("key", () => Promise.resolve(++count));
    expect([await ask(), await ask()]).to.deep.equal([1, 1]);
    nowMs = 500;
    expect(await ask()).to.equal(2);
    expect(await kept.get("other", () => Promise.resolve(9))).to.equal(9);
  });

  it("is not kept if it failed", async () => {
    const kept = new Briefly<number>(() => 0);
    const failure = await kept.get("key", () => Promise.reject(new Error("down"))).catch(String);
    expect(failure).to.equal("Error: down");
    expect(await kept.get("key", () => Promise.resolve(1))).to.equal(1);
  });
});
