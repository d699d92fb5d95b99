import { expect } from "chai";
import fc from "fast-check";
import { allowedNames, type NamesReach } from "../../../infra/dns/allowedNames";

const reach: NamesReach = {
  region: "eu-west-1",
  dns: {
    zone: "staging.overflow.internal",
    hosts: { "buildmaster.corp.example": "10.20.0.10" },
    forward: { domains: ["lab.example"], servers: ["10.20.0.53"] },
    logRetentionDays: 30,
  },
  services: ["ec2", "secretsmanager"],
  buckets: ["overflow-staging-111122223333-records"],
};

/** Whether the firewall's list covers a name: an entry is that name alone, `*.` all names below. */
const covers = (list: readonly string[], name: string) =>
  list.some((entry) => (entry.startsWith("*.") ? name.endsWith(entry.slice(1)) : entry === name));

describe("names that the DNS firewall lets through", () => {
  const { own, forwarded } = allowedNames(reach);

  it("are exactly these", () => {
    expect(own).to.deep.equal([
      "*.staging.overflow.internal",
      "buildmaster.corp.example",
      "dynamodb.eu-west-1.amazonaws.com",
      "ec2.eu-west-1.amazonaws.com",
      "overflow-staging-111122223333-records.s3.eu-west-1.amazonaws.com",
      "secretsmanager.eu-west-1.amazonaws.com",
      "staging.overflow.internal",
    ]);
    expect(forwarded).to.deep.equal(["*.lab.example", "lab.example"]);
  });

  it("cover a mirror's name, and no name of the rest of the world", () => {
    expect(covers(own, "pypi.try.mirror.staging.overflow.internal")).to.equal(true);
    expect(covers(forwarded, "git.lab.example")).to.equal(true);
    for (const name of [
      "example.com",
      "evil.buildmaster.corp.example",
      "corp.example",
      "s3.eu-west-1.amazonaws.com",
      "somebody-elses.s3.eu-west-1.amazonaws.com",
      "ec2.us-east-1.amazonaws.com",
      "xlab.example",
    ])
      expect(covers([...own, ...forwarded], name), name).to.equal(false);
  });

  it("are no forwarded ones where nothing is forwarded", () => {
    expect(allowedNames({ ...reach, dns: { ...reach.dns, forward: null } }).forwarded).to.deep.equal([]);
  });

  it("are listed once each, whatever the settings repeat", () => {
    const label = fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/);
    fc.assert(
      fc.property(fc.array(label), fc.array(label), (services, buckets) => {
        const names = allowedNames({ ...reach, services, buckets }).own;
        expect(new Set(names).size).to.equal(names.length);
        expect(names).to.not.include("*");
      }),
    );
  });
});
