import { expect } from "chai";
import { parseSettings } from "../../../infra/settings/parse";
import { type Config, stackConfig } from "../mocks";

interface Tree {
  "aws:region": string;
  "overflow:network": {
    vpc: string;
    zones: string[];
    subnets: Record<"mirrors" | "endpoints" | "scaler", string[]> & {
      workers: Record<"try" | "release", string[]>;
    };
  };
  "overflow:buildNetwork": {
    blocks: string[];
    nameServers: string[];
    operators: string[];
    services: Record<string, { block: string; port: number }>;
  };
  "overflow:mirrors": Record<string, unknown>;
  "overflow:buckets": Record<string, ReturnType<typeof bucket>>;
  "overflow:master": { address: string };
  "overflow:scaler": { tick: string; maxSnapshotAge: string };
  "overflow:pools": Record<string, Record<string, unknown>>;
}

/** Problems of the staging stack after a change, as `path: got`. */
function after(change: (config: Tree) => void): string[] {
  const config = stackConfig("staging") as Config & Tree;
  change(config);
  return parseSettings(config, "staging").problems.map(({ path, got }) => `${path}: ${got}`);
}

const bucket = (read: string[], write: string[]) => ({ read, write, publishers: [], expireDays: "none" });

const allSubnets = (change: (block: string) => string) => (config: Tree) => {
  const { subnets } = config["overflow:network"];
  for (const role of ["mirrors", "endpoints", "scaler"] as const) subnets[role] = subnets[role].map(change);
  for (const level of ["try", "release"] as const)
    subnets.workers[level] = subnets.workers[level].map(change);
};

const cases: readonly (readonly [string, (config: Tree) => void, readonly string[]])[] = [
  [
    "a public VPC block",
    (c) => {
      c["overflow:network"].vpc = "52.131.0.0/16";
      allSubnets((block) => block.replace(/^10/, "52"))(c);
    },
    ["overflow:network.vpc: 52.131.0.0/16"],
  ],
  [
    "a VPC that the build network holds",
    (c) => {
      c["overflow:buildNetwork"].blocks = ["10.0.0.0/8"];
    },
    ["overflow:network.vpc: 10.131.0.0/16"],
  ],
  [
    "a VPC on Docker's default block",
    (c) => {
      c["overflow:network"].vpc = "172.17.0.0/16";
      allSubnets((block) => block.replace("10.131", "172.17"))(c);
    },
    ["overflow:network.vpc: 172.17.0.0/16"],
  ],
  [
    "a zone of another region, and one twice",
    (c) => {
      c["overflow:network"].zones = ["eu-west-1a", "us-east-1b"];
    },
    ["overflow:network.zones[0]: eu-west-1a"],
  ],
  [
    "one zone twice",
    (c) => {
      c["overflow:network"].zones = ["us-east-1a", "us-east-1a"];
    },
    ["overflow:network.zones[1]: us-east-1a"],
  ],
  [
    "fewer subnets than zones",
    (c) => {
      c["overflow:network"].zones.push("us-east-1c");
    },
    ["workers.try", "workers.release", "mirrors", "endpoints", "scaler"].map(
      (role) => `overflow:network.subnets.${role}: 2 blocks`,
    ),
  ],
  [
    "a subnet outside the VPC",
    (c) => {
      c["overflow:network"].subnets.scaler[1] = "10.132.0.0/26";
    },
    ["overflow:network.subnets.scaler[1]: 10.132.0.0/26"],
  ],
  [
    "two subnets that overlap",
    (c) => {
      c["overflow:network"].subnets.endpoints[0] = "10.131.0.64/26";
    },
    ["overflow:network.subnets.endpoints[0]: 10.131.0.64/26"],
  ],
  [
    "worker subnets with too little room for the pools",
    (c) => {
      c["overflow:network"].subnets.workers.try = ["10.131.0.0/28", "10.131.0.16/28"];
      const pool = c["overflow:pools"]["staging-linux64-try"];
      if (pool !== undefined) pool["maximum"] = 23;
    },
    ["overflow:network.subnets.workers.try: room for 22 VMs"],
  ],
  [
    "a pool, a mirror and a bucket of trust levels that have no subnets",
    (c) => {
      Object.assign(c["overflow:pools"]["staging-linux64-try"] ?? {}, { trust: "trial" });
      c["overflow:mirrors"] = { nightly: c["overflow:mirrors"]["try"] };
      c["overflow:buckets"]["clone-bundles"] = bucket(["beta"], []);
    },
    [
      "overflow:pools.staging-linux64-try.trust: trial",
      "overflow:mirrors.nightly: nightly",
      "overflow:buckets.clone-bundles.read[0]: beta",
    ],
  ],
  [
    "a bucket that one level writes and another reads",
    (c) => {
      c["overflow:buckets"]["try-cache"] = bucket(["try", "release"], ["try"]);
    },
    ["overflow:buckets.try-cache: written by try, used by release"],
  ],
  [
    "a bucket under the name of the stack's own",
    (c) => {
      c["overflow:buckets"]["records"] = bucket(["try"], []);
    },
    ["overflow:buckets.records: records"],
  ],
  [
    "more blocks of the build network than a network ACL has places",
    (c) => {
      const more = Array.from({ length: 19 }, (_, index) => `10.${40 + index}.0.0/16`);
      c["overflow:buildNetwork"].blocks.push(...more);
    },
    [
      "overflow:buildNetwork: 22 entries in the network ACL of workers-try, ingress",
      "overflow:buildNetwork: 22 entries in the network ACL of workers-release, ingress",
      "overflow:buildNetwork: 30 entries in the network ACL of mirrors, ingress",
      "overflow:buildNetwork: 21 entries in the network ACL of scaler, ingress",
    ],
  ],
  [
    "name servers and operators outside the build network",
    (c) => {
      c["overflow:buildNetwork"].nameServers = ["8.8.8.8"];
      c["overflow:buildNetwork"].operators = ["10.99.0.0/24"];
    },
    ["overflow:buildNetwork.nameServers[0]: 8.8.8.8", "overflow:buildNetwork.operators[0]: 10.99.0.0/24"],
  ],
  [
    "a public block in the build network",
    (c) => {
      c["overflow:buildNetwork"].blocks.push("8.0.0.0/8");
    },
    ["overflow:buildNetwork.blocks[1]: 8.0.0.0/8"],
  ],
  [
    "the build network's blocks twice",
    (c) => {
      c["overflow:buildNetwork"].blocks.push("10.20.1.0/24");
    },
    ["overflow:buildNetwork.blocks[1]: 10.20.1.0/24"],
  ],
  [
    "a master and a service outside the build network",
    (c) => {
      c["overflow:master"].address = "10.21.0.10";
      c["overflow:buildNetwork"].services = { proxy: { block: "10.22.0.0/24", port: 3128 } };
    },
    ["overflow:buildNetwork.services.proxy.block: 10.22.0.0/24", "overflow:master.address: 10.21.0.10"],
  ],
  [
    "hibernation of a type that cannot",
    (c) => {
      Object.assign(c["overflow:pools"]["staging-linux64-try"] ?? {}, { instanceType: "m7i.metal-24xl" });
    },
    ["overflow:pools.staging-linux64-try.instanceType: m7i.metal-24xl"],
  ],
  [
    "hibernation of too much memory",
    (c) => {
      Object.assign(c["overflow:pools"]["staging-linux64-try"] ?? {}, {
        instanceType: "r6i.8xlarge",
        rootGib: 500,
      });
    },
    ["overflow:pools.staging-linux64-try.instanceType: r6i.8xlarge"],
  ],
  [
    "a root volume that cannot hold the memory",
    (c) => {
      Object.assign(c["overflow:pools"]["staging-linux64-try"] ?? {}, { rootGib: 23 });
    },
    ["overflow:pools.staging-linux64-try.rootGib: 23"],
  ],
  [
    "a builder of two trust levels",
    (c) => {
      Object.assign(c["overflow:pools"]["staging-linux64-try"] ?? {}, { builders: ["*-linux64-debug"] });
    },
    ["overflow:pools.staging-linux64-release.builders[0]: release-linux64-*"],
  ],
  [
    "answers that are stale before the next tick",
    (c) => {
      c["overflow:scaler"] = { ...c["overflow:scaler"], tick: "30s", maxSnapshotAge: "20s" };
    },
    ["overflow:scaler.maxSnapshotAge: 20s"],
  ],
];

describe("settings that contradict each other are refused:", () => {
  for (const [title, change, expected] of cases) {
    it(title, () => expect(after(change)).to.deep.equal(expected));
  }

  it("but large metal workers are fine without hibernation", () => {
    expect(
      after((c) =>
        Object.assign(c["overflow:pools"]["staging-linux64-try"] ?? {}, {
          instanceType: "m7i.metal-24xl",
          hibernate: false,
        }),
      ),
    ).to.deep.equal([]);
  });

  it("but pools of one trust level may share builders", () => {
    const share = (c: Tree) => {
      for (const pool of Object.values(c["overflow:pools"]))
        Object.assign(pool, { trust: "try", builders: ["*"] });
    };
    expect(after(share)).to.deep.equal([]);
  });
});
