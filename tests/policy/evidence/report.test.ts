import { expect } from "chai";
import { diagramOf } from "../../../policy/evidence/diagram";
import { evidenceOf } from "../../../policy/evidence/makeEvidence";
import { markdownOf } from "../../../policy/evidence/markdown";
import { breach, exempt, proved, refuted, run } from "./judgements";

describe("the report for reviewers", () => {
  it("gives the verdict first, then contract, zones, margins and every rule", () => {
    const text = markdownOf(evidenceOf(proved, run));
    expect(text.split("\n")[2]).to.match(/^\*\*Proved/);
    expect(text).to.contain("| inside | build-network | yes | tcp 443 to 10.20.0.0/16 |");
    expect(text).to.contain("| build-network | inside | tcp 22 | people |");
    expect(text).to.contain("add an internet gateway (gateway); add a route to it (route)");
    expect(text).to.contain("NOT-APPLICABLE: the stack has no resource of type VPC");
    expect(text).to.contain("Nothing: every fact that matters is known.");
    expect(text).to.contain("10.20.0.0/16, behind gateways 192.0.2.1; declared by Pulumi.test.yaml");
  });

  it("draws a path hop by hop, with the rule that admits, the packet and the fix", () => {
    const text = markdownOf(evidenceOf(refuted, run));
    expect(text).to.contain("### From inside to internet");
    expect(text).to.contain(
      '| 1 | workers | `egress[0]`: rule "all" allows 0.0.0.0/0 | tcp 10.1.0.4:40000 → 198.51.100.7:443 |',
    );
    expect(text).to.contain("- To close it at hop 2, igw: Remove the gateway.");
    expect(text).to.contain("| inside | internet | **no** | tcp to any address |");
    expect(text).to.contain(
      "| `no-internet-gateway` | igw | an internet gateway | It leads to the internet. | Remove it. |",
    );
    expect(text).to.contain("| igw: `trafficType` | is not known before the update |");
    expect(text.match(/a way from inside to internet/g)).to.equal(null);
  });

  it("names exemptions with owner and end, and those that do not hold", () => {
    const text = markdownOf(
      evidenceOf({ ...proved, rules: [exempt], faults: ["flow-logs of x expired"] }, run),
    );
    expect(text).to.contain("| Moved in January. | network@example.com | 2027-01-31 |");
    expect(text).to.contain("- flow-logs of x expired");
  });

  it("keeps a table's cell in its row whatever a resource is called", () => {
    const path = [{ ...breach.path[0]!, resource: "a|b\nc" }];
    const text = markdownOf(
      evidenceOf({ ...refuted, proof: { ...refuted.proof, breaches: [{ ...breach, path }] } }, run),
    );
    expect(text).to.contain("| 1 | a\\|b c |");
  });
});

describe("the diagram", () => {
  it("shows who may talk to whom, on which port and through which hop; one box a resource", () => {
    const lines = diagramOf(evidenceOf(proved, run))
      .split("\n")
      .map((line) => line.trim());
    expect(lines[0]).to.equal("flowchart LR");
    expect(lines).to.include('box0["linux<br/>10.1.0.0/24, 10.1.1.0/24"]');
    expect(lines).to.include('zone0_hop{{"link"}}:::hop');
    expect(lines).to.include('box0 -->|"tcp 443"| zone0_hop');
    expect(lines).to.include("zone0_hop --> zone0");
    expect(lines).to.include('zone0_hop -->|"tcp 22"| box0');
  });

  it("crosses out the internet where nothing passes", () => {
    expect(diagramOf(evidenceOf(proved, run))).to.match(/inside x-\.-x\|"nothing passes"\| zone1/);
  });

  it("draws the path that breaks the contract in red, its links by their numbers", () => {
    const text = diagramOf(evidenceOf(refuted, run));
    expect(text).to.contain('breach0_0["workers"]:::breach');
    expect(text).to.contain('breach0_1 -->|"internet gateway of vpc"| breach0_2');
    const links = text.split("\n").filter((line) => / (-->|-\.->|x-\.-x)/.test(line));
    const red = /linkStyle ([\d,]+) stroke:#b42318/
      .exec(text)![1]!
      .split(",")
      .map((number) => links[Number(number)]!);
    expect(red.filter((line) => line.includes("breach0_"))).to.have.length(3);
    expect(red.filter((line) => line.includes("breach0_"))).to.have.length(
      links.filter((line) => line.includes("breach0_")).length,
    );
    const others = red.filter((line) => !line.includes("breach0_")).map((line) => line.trim());
    expect(others).to.deep.equal(['box0 -->|"tcp 443"| zone1_hop', "zone1_hop --> zone1"]);
    expect(text).to.contain('zone1_hop{{"igw"}}:::hop').and.to.contain('box0 -->|"tcp 443"| zone0_hop');
  });

  it("keeps a label in its quotes whatever a resource is called", () => {
    const path = [{ ...breach.path[0]!, resource: 'a"]; click x "#<b>' }];
    const text = diagramOf(
      evidenceOf({ ...refuted, proof: { ...refuted.proof, breaches: [{ ...breach, path }] } }, run),
    );
    expect(text).to.contain('["a#quot;]; click x #quot;#35;#lt;b#gt;"]');
  });
});
