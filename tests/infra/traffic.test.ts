import { expect } from "chai";
import { flowsOf, groupsOf, type Peer, rulesOf } from "../../infra/network/traffic";
import { settingsOf } from "./mocks";

const name = (peer: Peer) => ("group" in peer ? peer.group : "block" in peer ? peer.block : peer.service);

const tableOf = (stack: string) =>
  flowsOf(settingsOf(stack)).map(
    ({ from, to, protocol, ports }) => `${name(from)} -> ${name(to)} ${protocol} ${ports.join("-")}`,
  );

const ofLevel = (level: string) => [
  `workers-${level} -> 10.20.0.10/32 tcp 9989-9989`,
  `workers-${level} -> 10.20.0.30/32 tcp 443-443`,
  `workers-${level} -> 10.20.0.31/32 tcp 443-443`,
  `workers-${level} -> s3 tcp 443-443`,
  `workers-${level} -> balancer-${level} tcp 443-443`,
  `balancer-${level} -> mirrors-${level} tcp 443-443`,
  `balancer-${level} -> mirrors-${level} tcp 8081-8081`,
  `mirrors-${level} -> 10.20.0.30/32 tcp 443-443`,
  `mirrors-${level} -> 10.20.0.31/32 tcp 443-443`,
  `mirrors-${level} -> s3 tcp 443-443`,
  `mirrors-${level} -> endpoints tcp 443-443`,
];

describe("traffic", () => {
  it("is this table for staging, and nothing else", () => {
    const machines = ["workers-try", "mirrors-try", "workers-release", "mirrors-release"];
    expect(tableOf("staging")).to.deep.equal([
      ...ofLevel("try"),
      ...ofLevel("release"),
      "scaler -> 10.20.0.10/32 tcp 8010-8010",
      "scaler -> endpoints tcp 443-443",
      "scaler -> dynamodb tcp 443-443",
      ...machines.map((group) => `10.20.9.0/24 -> ${group} tcp 22-22`),
      ...[...machines, "scaler"].map((group) => `10.20.0.0/16 -> ${group} icmp 3-4`),
    ]);
  });

  it("lets no trust level reach another's workers, balancer or mirrors", () => {
    for (const { from, to } of flowsOf(settingsOf("production"))) {
      if (!("group" in from) || !("group" in to)) continue;
      const [own, other] = [from.group, to.group].map((group) => /-(try|release)$/.exec(group)?.[1]);
      if (own !== undefined && other !== undefined) expect(other, from.group).to.equal(own);
    }
  });

  it("asks the build network's name servers by both protocols, and only if told to", () => {
    const forwarding = settingsOf("staging", (config) => {
      Object.assign(config["overflow:dns"] as object, {
        forward: { domains: ["corp.example"], servers: ["10.20.0.53"] },
      });
    });
    const asks = flowsOf(forwarding).filter(({ from }) => "group" in from && from.group === "resolver");
    expect(asks.map(({ protocol, ports }) => `${protocol} ${ports.join("-")}`)).to.have.members([
      "udp 53-53",
      "tcp 53-53",
    ]);
    expect(tableOf("staging").filter((line) => line.startsWith("resolver"))).to.deep.equal([]);
  });

  it("makes a rule at each end that is a group, with unique names", () => {
    const rules = rulesOf(flowsOf(settingsOf("production")));
    const ends = rules.map(({ direction, group, peer }) => `${group} ${direction} ${name(peer)}`);
    expect(ends).to.include.members(["scaler egress endpoints", "endpoints ingress scaler"]);
    expect(new Set(rules.map((rule) => rule.name)).size).to.equal(rules.length);
    expect(groupsOf(rules)).to.have.members([
      ...["try", "release"].flatMap((level) => [`workers-${level}`, `balancer-${level}`, `mirrors-${level}`]),
      "scaler",
      "endpoints",
    ]);
  });

  it("lets nobody but operators open a connection to a worker", () => {
    const toWorkers = rulesOf(flowsOf(settingsOf("production"))).filter(
      ({ group, direction }) => group.startsWith("workers-") && direction === "ingress",
    );
    const opened = toWorkers.filter(({ protocol }) => protocol !== "icmp");
    expect(new Set(opened.map(({ peer, ports }) => `${name(peer)} ${ports[0]}`))).to.deep.equal(
      new Set(["10.20.9.0/24 22"]),
    );
  });
});
