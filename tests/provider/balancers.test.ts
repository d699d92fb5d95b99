import { expect } from "chai";
import { replaceKeys } from "../../lab/provider/resourceType";
import { durationSeconds } from "../../lab/provider/types/autoscaling/duration";
import { refreshIsDue } from "../../lab/provider/types/autoscaling/refresh";
import { arnSuffix } from "../../lab/provider/types/lb/common";
import { loadBalancer } from "../../lab/provider/types/lb/loadBalancer";
import { bucketLifecycleConfiguration } from "../../lab/provider/types/s3/bucketKeeping";
import { bucket } from "../../lab/provider/types/s3/bucket";
import { type Props, unknownValue } from "../../lab/provider/values";

describe("lab provider: what replaces a network load balancer", () => {
  const olds: Props = { loadBalancerType: "network", subnets: ["subnet-1"], securityGroups: ["sg-1"] };
  const replaced = (change: Props): boolean => {
    const keys = replaceKeys(loadBalancer, { ...olds, ...change }, olds);
    return Object.keys(change).some((key) => keys.includes(key));
  };

  it("a subnet that goes, but none that comes", () => {
    expect(replaced({ subnets: ["subnet-2"] })).to.equal(true);
    expect(replaced({ subnets: ["subnet-2", "subnet-1"] })).to.equal(false);
  });

  it("the last group that goes or the first that comes, but no exchange of groups", () => {
    expect(replaced({ securityGroups: [] })).to.equal(true);
    expect(replaced({ securityGroups: ["sg-2"] })).to.equal(false);
    const without = { loadBalancerType: "network", subnets: ["subnet-1"] };
    expect(replaceKeys(loadBalancer, olds, without)).to.include("securityGroups");
  });

  it("nothing that is not known yet", () => {
    expect(replaced({ subnets: unknownValue })).to.equal(false);
    expect(replaced({ securityGroups: [unknownValue] })).to.equal(false);
  });

  it("and another kind of load balancer is refused, but not an unknown kind", () => {
    expect(loadBalancer.check?.({ loadBalancerType: "application" })).to.have.length(1);
    expect(loadBalancer.check?.({ loadBalancerType: unknownValue })).to.deep.equal([]);
  });

  it("has the part of its ARN that metrics name", () => {
    const arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/try/0123456789abcdef";
    expect(arnSuffix(arn)).to.equal("targetgroup/try/0123456789abcdef");
  });
});

describe("lab provider: Auto Scaling groups", () => {
  it("read durations as the real provider does", () => {
    expect(["0", "10m", "1h30m", "1.5s", "250ms"].map(durationSeconds)).to.deep.equal([
      0, 600, 5400, 1.5, 0.25,
    ]);
    for (const text of ["", "10", "ten minutes", "5d"])
      expect(() => durationSeconds(text)).to.throw(`"${text}" is not a duration`);
  });

  it("are refreshed after a change of the template or of a trigger, if a refresh is declared", () => {
    const olds: Props = { launchTemplate: { id: "lt-1", version: "1" }, tags: [], maxSize: 1 };
    const refresh: Props = { strategy: "Rolling", triggers: ["tags"] };
    const due = (change: Props, instanceRefresh: Props | undefined = refresh): boolean =>
      refreshIsDue({ ...olds, ...change, instanceRefresh }, olds);
    const template: Props = { launchTemplate: { id: "lt-1", version: "2" } };
    expect(due(template)).to.equal(true);
    expect(due({ tags: [{ key: "a", value: "b", propagateAtLaunch: true }] })).to.equal(true);
    expect(due({ maxSize: 2 })).to.equal(false);
    expect(refreshIsDue({ ...olds, ...template }, olds)).to.equal(false);
  });
});

describe("lab provider: buckets", () => {
  it("refuse settings that have a resource of their own, by name", () => {
    const [failure] = bucket.check?.({ bucket: "a", policy: "{}" }) ?? [];
    expect(failure?.property).to.equal("policy");
    expect(failure?.reason).to.contain("declare the resource that sets it");
  });

  it("refuse a lifecycle filter of several conditions, but let unknown rules through", () => {
    const rules = [{ id: "old", status: "Enabled", filter: { and: { prefix: "a" } } }];
    const [failure] = bucketLifecycleConfiguration.check?.({ bucket: "a", rules }) ?? [];
    expect(failure?.reason).to.contain(`the rule "old"`);
    expect(bucketLifecycleConfiguration.check?.({ bucket: "a", rules: unknownValue })).to.deep.equal([]);
  });
});
