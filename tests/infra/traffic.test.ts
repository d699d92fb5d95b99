import { expect } from "chai";
import { flowsOf, type Peer, rulesOf } from "../../infra/traffic";
import { settingsOf } from "./mocks";

const name = (peer: Peer) => ("group" in peer ? peer.group : "block" in peer ? peer.block : peer.service);

describe("traffic", () => {
  it("is this table for staging, and nothing else", () => {
    const table = flowsOf(settingsOf("staging")).map(
      ({ from, to, protocol, ports }) => `${name(from)} -> ${name(to)} ${protocol} ${ports.join("-")}`,
    );
    expect(table).to.deep.equal([
      "workers -> 10.20.0.10/32 tcp 9989-9989",
      "workers -> 10.20.0.30/32 tcp 443-443",
      "scaler -> 10.20.0.10/32 tcp 8010-8010",
      "scaler -> endpoints tcp 443-443",
      "scaler -> dynamodb tcp 443-443",
      "10.20.0.0/16 -> workers icmp 3-4",
      "10.20.0.0/16 -> scaler icmp 3-4",
    ]);
  });

  it("lets workers reach S3 only if there is a bucket to read", () => {
    const withBucket = settingsOf("staging", (config) => {
      Object.assign(config["overflow:network"] as object, { readableBuckets: ["bundles"] });
    });
    const flow = flowsOf(withBucket).find(({ to }) => "service" in to && to.service === "s3");
    expect(flow?.from).to.deep.equal({ group: "workers" });
  });

  it("makes a rule at each end that is a group, with unique names", () => {
    const rules = rulesOf(flowsOf(settingsOf("production")));
    const ends = rules.map(({ direction, group, peer }) => `${group} ${direction} ${name(peer)}`);
    expect(ends).to.include.members(["scaler egress endpoints", "endpoints ingress scaler"]);
    expect(ends.filter((end) => end.startsWith("endpoints"))).to.deep.equal(["endpoints ingress scaler"]);
    expect(new Set(rules.map((rule) => rule.name)).size).to.equal(rules.length);
  });

  it("lets nobody open a connection to a worker", () => {
    const toWorkers = rulesOf(flowsOf(settingsOf("production"))).filter(
      ({ group, direction }) => group === "workers" && direction === "ingress",
    );
    expect(new Set(toWorkers.map(({ protocol }) => protocol))).to.deep.equal(new Set(["icmp"]));
  });
});
