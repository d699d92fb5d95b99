import { expect } from "chai";
import { checkLink } from "../../../infra/settings/checkLink";
import { type LinkSettings } from "../../../infra/settings/groups/link";
import { parseSettings } from "../../../infra/settings/parse";
import { stackConfig } from "../mocks";

type Gateway = LinkSettings["gateways"][string];

const main: Gateway = {
  address: "203.0.113.10",
  asn: 65_010,
  tunnelBlocks: ["169.254.21.0/30", "169.254.22.0/30"],
};
const spare: Gateway = {
  address: "203.0.113.20",
  asn: 65_010,
  tunnelBlocks: ["169.254.31.0/30", "169.254.32.0/30"],
};
const sound: LinkSettings = {
  routing: "bgp",
  amazonAsn: 64_512,
  gateways: { main, spare },
  holdMaintenance: true,
  logRetentionDays: 90,
};

/** Problems of a link, as `path: got`. */
const found = (change: Partial<LinkSettings>) =>
  checkLink({ link: { ...sound, ...change } }).map(({ path, got }) => `${path}: ${got}`);
const withMain = (change: Partial<Gateway>) => found({ gateways: { main: { ...main, ...change }, spare } });
const withSpare = (change: Partial<Gateway>) => found({ gateways: { main, spare: { ...spare, ...change } } });

describe("the link's settings", () => {
  it("may name two gateways with BGP, or one with either routing", () => {
    expect(found({})).to.deep.equal([]);
    expect(found({ gateways: { main } })).to.deep.equal([]);
    expect(found({ gateways: { main }, routing: "static" })).to.deep.equal([]);
  });

  it("may have a number of four bytes at AWS's end", () => {
    expect(found({ amazonAsn: 4_200_000_000 })).to.deep.equal([]);
  });

  it("are not checked here while they cannot be read", () => {
    expect(checkLink({ link: undefined })).to.deep.equal([]);
  });

  it("are checked with all others", () => {
    const config = stackConfig("staging") as { "overflow:link": { gateways: Record<string, object> } };
    config["overflow:link"].gateways["spare"] = spare;
    expect(parseSettings(config, "staging").problems.map(({ path }) => path)).to.deep.equal([
      "overflow:link.routing",
    ]);
  });

  const refused: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ["two gateways with static routes", found({ routing: "static" }), ["overflow:link.routing: static"]],
    ["one AS number at both ends", found({ amazonAsn: 65_010 }), ["overflow:link.amazonAsn: 65010"]],
    ["a public AS number at AWS's end", found({ amazonAsn: 70_000 }), ["overflow:link.amazonAsn: 70000"]],
    [
      "two AS numbers in one build network",
      withSpare({ asn: 65_011 }),
      ["overflow:link.gateways.spare.asn: 65011"],
    ],
    [
      "a gateway with a private address",
      withMain({ address: "192.168.1.1" }),
      ["overflow:link.gateways.main.address: 192.168.1.1"],
    ],
    [
      "two gateways with one address",
      withSpare({ address: main.address }),
      [`overflow:link.gateways.spare.address: ${main.address}`],
    ],
    [
      "a tunnel block that AWS keeps",
      withMain({ tunnelBlocks: ["169.254.169.252/30", "169.254.22.0/30"] }),
      ["overflow:link.gateways.main.tunnelBlocks[0]: 169.254.169.252/30"],
    ],
    [
      "a tunnel block that is not link-local",
      withMain({ tunnelBlocks: ["10.0.0.0/30", "169.254.22.0/30"] }),
      ["overflow:link.gateways.main.tunnelBlocks[0]: 10.0.0.0/30"],
    ],
    [
      "one tunnel block for both tunnels",
      withMain({ tunnelBlocks: ["169.254.21.0/30", "169.254.21.0/30"] }),
      ["overflow:link.gateways.main.tunnelBlocks[1]: 169.254.21.0/30"],
    ],
    [
      "a tunnel block of the other gateway",
      withSpare({ tunnelBlocks: ["169.254.31.0/30", "169.254.22.0/30"] }),
      ["overflow:link.gateways.spare.tunnelBlocks[1]: 169.254.22.0/30"],
    ],
  ];
  for (const [title, problems, expected] of refused) {
    it(`may not have ${title}`, () => {
      expect(problems).to.deep.equal(expected);
    });
  }
});
