import { controls } from "../../../policy/controls";
import { type RunFacts } from "../../../policy/evidence/evidence";
import { type Judgement, type RuleResult } from "../../../policy/judgement/judgement";
import { type Breach } from "../../../policy/proof/verdict";
import { type Rule } from "../../../policy/rule";
import { certificate, https, network, openNetwork, ssh } from "./network";
import { urns } from "./urns";

export const rule: Rule = {
  id: "no-internet-gateway",
  title: "There is no internet gateway.",
  control: controls.noInternet,
  severity: "critical",
  frameworks: { nist: ["SC-7(5)", "AC-4"], cis: ["5.6"], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html",
  cause: "any internet gateway",
  fix: "Remove it.",
  judges: () => true,
};
const otherRule: Rule = { ...rule, id: "flow-logs", title: "What passes is recorded.", severity: "medium" };

export const passed: RuleResult = { rule, status: "PASS", checked: 3, findings: [] };
const notApplicable: RuleResult = {
  rule: otherRule,
  status: "NOT-APPLICABLE",
  checked: 0,
  reason: "the stack has no resource of type VPC",
  findings: [],
};

const finding = {
  resource: { urn: urns.gateway, type: "aws:ec2/internetGateway:InternetGateway", name: "igw" },
  found: "an internet gateway",
  reason: "It leads to the internet.",
  fix: "Remove it.",
  factsHash: "f00d",
} as const;
const pathRule: Rule = { ...rule, id: "isolated-network", title: "No packet passes that must not." };
const paths: RuleResult = {
  rule: pathRule,
  status: "FAIL",
  checked: 9,
  findings: [{ ...finding, verdict: "refused", found: "a way from inside to internet" }],
};
export const failed: RuleResult = {
  rule,
  status: "FAIL",
  checked: 3,
  findings: [{ ...finding, verdict: "refused" }],
};
export const exempt: RuleResult = {
  rule,
  status: "EXEMPT",
  checked: 3,
  until: "2027-01-31",
  findings: [
    {
      ...finding,
      verdict: "refused",
      exemption: { reason: "Moved in January.", owner: "network@example.com", until: "2027-01-31" },
    },
  ],
};
export const unknownRule: RuleResult = {
  rule: otherRule,
  status: "UNDETERMINED",
  checked: 1,
  findings: [
    {
      ...finding,
      property: "trafficType",
      verdict: "undetermined",
      found: "undetermined: it is not known before the update",
      fix: "Give a value that is known at preview.",
    },
  ],
};

const packet = {
  source: "10.1.0.4",
  destination: "198.51.100.7",
  protocol: 6,
  sourcePort: 40000,
  destinationPort: 443,
  state: "new",
} as const;
export const breach: Breach = {
  from: "inside",
  to: "internet",
  verdict: "refuted",
  path: [
    {
      node: "if/linux-a/out",
      resource: "workers",
      urn: urns.group,
      property: "egress[0]",
      admittedBy: 'rule "all" allows 0.0.0.0/0',
      packet,
    },
    {
      node: "igw/vpc/out",
      resource: "igw",
      urn: urns.gateway,
      admittedBy: "internet gateway of vpc",
      packet,
      fix: "Remove the gateway.",
    },
    { node: "zone/internet", resource: "internet", admittedBy: "arrived", packet },
  ],
};

export const proved: Judgement = {
  verdict: "proved",
  resources: 7,
  proof: {
    verdict: "proved",
    breaches: [],
    pairs: [
      { from: "inside", to: "build-network", packets: [https] },
      { from: "build-network", to: "inside", packets: [ssh] },
    ],
    certificate,
  },
  rules: [passed, notApplicable],
  margins: [
    {
      from: "inside",
      to: "internet",
      distance: 2,
      changes: [
        { kind: "gateway", change: "add an internet gateway" },
        { kind: "route", change: "add a route to it" },
      ],
    },
    { from: "internet", to: "inside", distance: "more than 3", changes: [] },
  ],
  network,
  contract: {
    schema: 1,
    allow: [
      { from: "inside", to: "build-network", why: "builds" },
      {
        from: "build-network",
        to: "inside",
        packets: { protocols: [[6, 6]], destinationPorts: [[22, 22]] },
        why: "people",
      },
    ],
  },
  buildNetwork: { blocks: ["10.20.0.0/16"], gateways: ["192.0.2.1"], declaredBy: "Pulumi.test.yaml" },
  faults: [],
};

const { certificate: _none, ...withoutCertificate } = proved.proof;
export const refuted: Judgement = {
  ...proved,
  verdict: "refuted",
  network: openNetwork,
  rules: [failed, unknownRule, paths],
  proof: {
    ...withoutCertificate,
    verdict: "refuted",
    breaches: [breach],
    pairs: [...proved.proof.pairs, { from: "inside", to: "internet", packets: [{ protocols: [[6, 6]] }] }],
  },
};

export const run: RunFacts = {
  tool: { version: "1.2.3", node: "v22.0.0", rulesSha256: "aa" },
  input: { kind: "state", name: "stack.json", sha256: "bb", resources: 7 },
  missing: [],
  positions: new Map([[urns.gateway, { file: "infra/network.ts", line: 12 }]]),
};
