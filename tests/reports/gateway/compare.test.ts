import { expect } from "chai";
import { compare, differenceLine, recognise } from "../../../reports/gateway/compare";
import { gatewayFiles, type GatewayFile } from "../../../reports/gateway/files";
import { stagingPlan } from "./plans";

const plan = stagingPlan("bgp");
const files = gatewayFiles(plan);
const fileOf = (name: string): GatewayFile => {
  const file = files.find((each) => each.name === name);
  if (file === undefined) throw new Error(`no file ${name}`);
  return file;
};
/** Differences of a file after a change, in words. */
const changed = (name: string, change: (text: string) => string) => {
  const file = fileOf(name);
  const text = change(file.text);
  expect(text, "the change changes nothing").to.not.equal(file.text);
  return compare(plan, file, text).map(differenceLine);
};

describe("a gateway's configuration, compared with the stack", () => {
  it("is the same as printed, whatever its layout and comments", () => {
    for (const file of [...files, ...gatewayFiles(stagingPlan("static"))]) {
      expect(compare(plan, file, file.text), file.name).to.deep.equal([]);
      const loose = file.text.replace(/^ +/gm, "\t").replace(/\n/g, "\n\n");
      expect(compare(plan, file, loose), file.name).to.deep.equal([]);
    }
  });

  it("differs by a value, which is told with the one that must be", () => {
    expect(changed("swanctl.conf", (text) => text.replace("ecp384", "ecp256"))).to.deep.equal([
      "swanctl.conf: connections.overflow-staging-main-1.proposals: is aes256gcm16-prfsha384-ecp256, must be aes256gcm16-prfsha384-ecp384",
    ]);
  });

  it("differs by what is missing and by what must not be there", () => {
    expect(
      changed("swanctl.conf", (text) => text.replace(/ *mobike = no\n/, "      encap = yes\n")),
    ).to.deep.equal([
      "swanctl.conf: connections.overflow-staging-main-1.mobike: missing: no",
      "swanctl.conf: connections.overflow-staging-main-1.encap: must not be there: yes",
    ]);
    expect(
      changed("frr.conf", (text) =>
        text.replace("seq 10 permit 10.131.0.0/16", "seq 10 permit 0.0.0.0/0 le 32"),
      ),
    ).to.deep.equal([
      "frr.conf: missing: ip prefix-list OVERFLOW-STAGING-IN seq 10 permit 10.131.0.0/16",
      "frr.conf: must not be there: ip prefix-list OVERFLOW-STAGING-IN seq 10 permit 0.0.0.0/0 le 32",
    ]);
    expect(
      changed("frr.conf", (text) => text.replace(/ *neighbor 169.254.24.1 route-map \S+ in\n/, "")),
    ).to.deep.equal([
      "frr.conf: router bgp 65010 / address-family ipv4 unicast: missing: neighbor 169.254.24.1 route-map OVERFLOW-STAGING-IN in",
    ]);
    expect(
      changed("nftables.nft", (text) =>
        text.replace("    counter drop\n", "    tcp dport 22 accept\n    counter drop\n"),
      ),
    ).to.have.length(1);
    expect(changed("interfaces.sh", (text) => text.replaceAll("mtu 1400", "mtu 1500"))).to.have.length(4);
  });

  it("differs by the order of a firewall's rules", () => {
    const lines = (text: string) =>
      text.replace(/( *ip saddr != 10.131.0.0\/16 counter drop\n)((?:.*accept.*\n)+)/, "$2$1");
    const [first] = changed("nftables.nft", lines);
    expect(first).to.match(/^nftables.nft: table inet overflow_staging chain from_vpc, line 2: is /);
  });

  it("may hold the gateway's other duties", () => {
    const others: Readonly<Record<string, (text: string) => string>> = {
      "swanctl.conf": (text) =>
        text.replace("connections {\n", "connections {\n  office {\n    version = 1\n  }\n") +
        'secrets {\n  ike-office {\n    secret = "not_to_be_told"\n  }\n}\n',
      "frr.conf": (text) =>
        text.replace("router bgp 65010\n", "router bgp 65010\n neighbor 10.20.0.2 remote-as 65010\n") +
        "ip prefix-list OFFICE seq 5 permit any\n",
      "nftables.nft": (text) =>
        text.replace("elements = { ", "elements = { 192.0.2.7, ") +
        "table inet office {\n  chain input {\n    tcp dport 22 accept\n  }\n}\n",
      "sysctl.conf": (text) => `${text}vm.swappiness = 10\n`,
    };
    for (const [name, change] of Object.entries(others))
      expect(changed(name, change), name).to.deep.equal([]);
  });

  it("is read as the tools list it: counts, sets in their order, defaults left out", () => {
    expect(
      changed("nftables.nft", (text) =>
        text
          .replaceAll("counter drop", "counter packets 12 bytes 720 drop")
          .replaceAll('{ "ipsec-23-0", "ipsec-24-0" }', '{ "ipsec-24-0", "ipsec-23-0" }'),
      ),
    ).to.deep.equal([]);
    expect(changed("frr.conf", (text) => text.replace(/ *neighbor \S+ activate\n/g, ""))).to.deep.equal([]);
    expect(
      changed("frr.conf", (text) =>
        text
          .replace(/ *neighbor \S+ activate\n/g, "")
          .replace("router bgp 65010\n", "router bgp 65010\n no bgp default ipv4-unicast\n"),
      ),
    ).to.have.length(2);
  });

  it("is recognised by its name, where it is installed, or what stands in it", () => {
    for (const file of files) {
      expect(recognise(files, file.name, "")?.name).to.equal(file.name);
      expect(recognise(files, file.installAs.split("/").at(-1) ?? "", "")?.kind).to.equal(file.kind);
    }
    for (const name of ["swanctl.conf", "frr.conf", "nftables.nft"])
      expect(recognise(files, "saved.txt", fileOf(name).text)?.name).to.equal(name);
    expect(recognise(files, "saved.txt", "hello")).to.equal(undefined);
  });
});
