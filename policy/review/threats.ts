/** Who could do it. */
export type Actor = "build" | "internet" | "insider" | "operator" | "author";

/** A way in which a promise of this system could be broken, and what holds against it. */
export interface Threat {
  readonly id: string;
  readonly actor: Actor;
  /** What happens, in one sentence. */
  readonly threat: string;
  /** What holds against it, by the controls of `controls.ts` and in words. */
  readonly controls: readonly string[];
  readonly answer: string;
  readonly rules: readonly string[];
  /** Rows of `escapePaths.ts` that it can go by. */
  readonly ways: readonly number[];
  /** Files of tests that fail if the answer does not hold. */
  readonly tests: readonly string[];
}

const escapes = "tests/policy/escapes/escapes.test.ts";
const agreement = "tests/policy/oracle/agreement.test.ts";

const range = (first: number, last: number): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

/** The threat model: docs/threat-model.md is written from it. */
export const threats: readonly Threat[] = [
  {
    id: "T1",
    actor: "build",
    threat: "A build, which is somebody else's code, sends what it reads to the internet.",
    controls: ["NET-1", "NET-2", "NET-3"],
    answer:
      "No gateway, no route, no rule, no public address; the reachable set of every interface is inside the contract.",
    rules: ["isolated-network", "no-internet-gateway", "private-routes-only", "routes-through-link-only"],
    ways: [...range(1, 18), 50, 51],
    tests: [escapes, agreement, "tests/policy/ownStack.test.ts"],
  },
  {
    id: "T2",
    actor: "internet",
    threat: "Somebody on the internet connects to a VM, a mirror or the scaler.",
    controls: ["NET-1", "NET-4"],
    answer:
      "What comes from the internet has no way to any interface; balancers are internal, functions have no URL.",
    rules: ["isolated-network", "no-public-address", "internal-load-balancer", "no-public-function"],
    ways: [7, 8, 35, 36, 37, 38, 39, 41],
    tests: [escapes, agreement],
  },
  {
    id: "T3",
    actor: "build",
    threat: "Data leaves by names: each query of the VPC's resolver is a message to whoever owns the name.",
    controls: ["NET-1", "NET-4"],
    answer: "A DNS firewall answers listed names and blocks all others, closed when it fails.",
    rules: ["closed-dns", "dns-firewall", "known-forwarders", "known-dhcp-options", "private-zones-only"],
    ways: range(45, 49),
    tests: [escapes, "tests/infra/dns/closedDns.test.ts"],
  },
  {
    id: "T4",
    actor: "build",
    threat: "Data leaves into a bucket, table or queue of another account, through an endpoint that is ours.",
    controls: ["NET-4"],
    answer:
      "Endpoints are listed, their policies name the account's own resources, buckets admit named endpoints only.",
    rules: [
      "listed-endpoints-only",
      "closed-endpoint-policies",
      "closed-buckets",
      "closed-resource-policies",
    ],
    ways: [27, 28, 29, 59, 60],
    tests: [escapes, "tests/infra/access/buckets.test.ts"],
  },
  {
    id: "T5",
    actor: "insider",
    threat: "A second network is joined to the VPC, beside the build network.",
    controls: ["NET-2"],
    answer:
      "One VPN gateway, known devices, the declared blocks; no peering, transit, Direct Connect, client VPN or Cloud WAN.",
    rules: [
      "known-customer-gateway",
      "known-vpn-link",
      "one-vpn-gateway",
      "no-peering",
      "no-transit-gateway",
    ],
    ways: [...range(19, 26), 30, 31, 42, 43, 44],
    tests: [escapes, agreement],
  },
  {
    id: "T6",
    actor: "insider",
    threat:
      "Somebody reaches a VM past the VPN, by a service of AWS: Session Manager, Instance Connect, the serial console.",
    controls: ["NET-2", "NET-4"],
    answer: "No endpoint, no role and no switch for any of them.",
    rules: ["no-instance-connect-endpoint", "no-session-manager", "no-serial-console"],
    ways: [32, 33, 34],
    tests: [escapes, "tests/infra/regionGuard.test.ts"],
  },
  {
    id: "T7",
    actor: "insider",
    threat:
      "A principal of the stack opens the network later: the scaler, a worker, a role that one of them may pass or assume.",
    controls: ["IDN-1"],
    answer:
      "No role holds an action that opens, by itself or by what it may pass or assume; every action of every role is judged in docs/access.md.",
    rules: ["no-network-opening-permission", "no-privilege-escalation"],
    ways: [53, 54],
    tests: [escapes, "tests/infra/access/access.test.ts", "tests/infra/access/deployRole.test.ts"],
  },
  {
    id: "T8",
    actor: "insider",
    threat: "What a VM holds is carried away at rest: an image, a snapshot, an unencrypted volume.",
    controls: ["DAT-1"],
    answer: "The region's switches block sharing, volumes are encrypted with a key of the stack's own.",
    rules: ["no-shared-image", "no-shared-snapshot", "encrypted-volumes", "encrypted-with-own-key"],
    ways: [56, 57, 58],
    tests: [escapes, "tests/infra/guardedState.test.ts"],
  },
  {
    id: "T9",
    actor: "build",
    threat: "A build steals its machine's credentials and uses them elsewhere.",
    controls: ["IDN-1"],
    answer:
      "Metadata by session token and one hop; workers have no rights; buckets admit endpoints, not keys.",
    rules: ["instance-metadata-v2", "closed-buckets"],
    ways: [55, 59],
    tests: [escapes, "tests/infra/access/access.test.ts"],
  },
  {
    id: "T10",
    actor: "author",
    threat:
      "A change opens a way that nobody sees: by a value that is not known at preview, a split block, another shape of the same thing.",
    controls: ["ADM-1", "NET-1"],
    answer: "Sets of addresses, all shapes, three-valued facts: what is not known blocks.",
    rules: ["isolated-network", "one-shape-of-group-rules"],
    ways: [10, 14, 50, 62],
    tests: [escapes, "tests/policy/pack.test.ts", agreement],
  },
  {
    id: "T11",
    actor: "author",
    threat: "A resource that the policy does not know, or that makes others out of its sight, opens a way.",
    controls: ["ADM-1"],
    answer:
      "Closed world: a type that is not listed is refused; so are opaque resources and objects from outside.",
    rules: ["known-types-only", "no-opaque-resource", "no-outside-reference", "no-managed-compute"],
    ways: [40, 61, 62, 63],
    tests: [escapes, "tests/policy/rules.test.ts"],
  },
  {
    id: "T12",
    actor: "operator",
    threat: "Somebody deploys without the policy pack, skips the preview, or switches a rule off.",
    controls: ["ADM-1"],
    answer:
      "The program proves itself before it registers anything (the gate); a pack without all its rules refuses.",
    rules: ["isolated-network"],
    ways: [],
    tests: ["tests/policy/gate.test.ts", "tests/engine/gate.test.ts", "tests/policy/pack.test.ts"],
  },
  {
    id: "T13",
    actor: "operator",
    threat: "An exemption outlives its reason, or what it was granted for.",
    controls: ["ADM-1"],
    answer:
      "Owner, reason, last day, and a hash of the facts; over, unused or changed is a failure. A way out cannot be exempt.",
    rules: ["isolated-network"],
    ways: [],
    tests: ["tests/policy/exemptions.test.ts"],
  },
  {
    id: "T14",
    actor: "author",
    threat: "The prover itself is wrong, or somebody changes it so that it says yes.",
    controls: ["NET-1"],
    answer:
      "A certificate that a second program of its own arithmetic confirms; a walker written apart judges random networks and mutations; evidence holds hashes.",
    rules: ["isolated-network"],
    ways: [],
    tests: ["tests/policy/checker/check.test.ts", agreement],
  },
  {
    id: "T15",
    actor: "insider",
    threat: "Somebody between the VPC and the build network reads or changes traffic.",
    controls: ["NET-2"],
    answer:
      "IPsec with listed algorithms, keys in Secrets Manager alone; TLS to the master with a pinned CA.",
    rules: ["tunnel-cryptography", "known-vpn-link"],
    ways: [20],
    tests: ["tests/infra/vpnLink.test.ts", "tests/lab/masterTls.test.ts"],
  },
  {
    id: "T16",
    actor: "build",
    threat:
      "A build of one trust level changes what another level will run: by a bucket, a mirror's cache, a VM used before.",
    controls: ["NET-3"],
    answer:
      "A level has its own subnets, groups, lists, mirror and endpoint; buckets admit levels by endpoint.",
    rules: ["closed-buckets", "no-open-security-group"],
    ways: [],
    tests: ["tests/infra/settings/trustLevels.test.ts", "tests/infra/access/buckets.test.ts"],
  },
  {
    id: "T17",
    actor: "insider",
    threat: "It happened, and nobody can tell.",
    controls: ["LOG-1"],
    answer: "Flow logs of all traffic, refused and passed; logs of DNS queries, tunnels and buckets.",
    rules: ["flow-logs"],
    ways: [52],
    tests: [escapes, "tests/infra/environmentNetwork.test.ts"],
  },
];
