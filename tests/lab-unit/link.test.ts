import { expect } from "chai";
import { parseLinkCommand } from "../../lab/link/conditions";
import { buildNetworkOnly } from "../../lab/link/destination";
import { Link } from "../../lab/link/link";
import { LinkCounters } from "../../lab/link/linkCounters";
import { parseRoutes } from "../../lab/link/routes";

describe("a command to the link", () => {
  it("has no delay unless told", () => {
    expect(parseLinkCommand({ machine: "i-1", mode: "cut" })).to.deep.equal({
      machine: "i-1",
      mode: "cut",
      delayMs: 0,
    });
  });

  const wrong: readonly [string, unknown, RegExp][] = [
    ["nothing", null, /Expected \{"machine"/],
    ["no machine", { mode: "open" }, /"machine" must be/],
    [
      "an unknown mode",
      { machine: "*", mode: "closed" },
      /"mode" must be one of open, cut, black-hole, got "closed"/,
    ],
    ["a negative delay", { machine: "*", mode: "open", delayMs: -1 }, /"delayMs" must be a number from 0/],
    ["a delay that is text", { machine: "*", mode: "open", delayMs: "5" }, /"delayMs".*got "5"/],
  ];
  for (const [what, value, message] of wrong) {
    it(`refuses ${what}, and says what is allowed`, () => {
      expect(() => parseLinkCommand(value)).to.throw(message);
    });
  }
});

describe("routes into the build network", () => {
  it("map an address to a loopback port", () => {
    expect([...parseRoutes(["10.20.0.10:9989=41234"])]).to.deep.equal([["10.20.0.10:9989", 41234]]);
  });

  for (const text of [
    "10.20.0.10=41234",
    "10.20.0.10:9989",
    "10.20.0.10:0=1",
    "10.20.0.10:9989=99999",
    "a b:1=2",
  ]) {
    it(`refuse ${JSON.stringify(text)}`, () => {
      expect(() => parseRoutes([text])).to.throw(/A route must look like/);
    });
  }
});

describe("the link", () => {
  const nowhere = buildNetworkOnly(new Map());
  let link: Link;
  beforeEach(() => {
    link = new Link();
  });
  afterEach(() => link.closeAll());

  const modes = () => Object.fromEntries(link.state().map((port) => [port.machine, port.mode]));

  it("changes one path alone", async () => {
    await Promise.all([
      link.open("i-1", nowhere),
      link.open("i-2", nowhere),
      link.open("functions", nowhere),
    ]);
    link.apply({ machine: "i-2", mode: "black-hole", delayMs: 0 });
    expect(modes()).to.deep.equal({ "i-1": "open", "i-2": "black-hole", functions: "open" });
  });

  it("changes all paths, also those that open later", async () => {
    await link.open("i-1", nowhere);
    link.apply({ machine: "*", mode: "cut", delayMs: 0 });
    await link.open("i-2", nowhere);
    expect(modes()).to.deep.equal({ "i-1": "cut", "i-2": "cut" });
  });

  it("refuses a machine without an entry, and names those there are", async () => {
    await link.open("i-1", nowhere);
    expect(() => {
      link.apply({ machine: "i-9", mode: "cut", delayMs: 0 });
    }).to.throw(/"machine" i-9 has no entry.*\*, i-1/);
  });

  it("gives a machine one entry", async () => {
    await link.open("i-1", nowhere);
    expect(await link.open("i-1", nowhere).catch(String)).to.match(/already has an entry/);
  });
});

describe("the link's counters", () => {
  it("keep a bounded number of refused addresses apart", () => {
    const counters = new LinkCounters();
    for (let host = 0; host < 250; host++) counters.refused(`host-${host}:80`);
    const { refused } = counters.counts();
    expect(refused).to.have.length(101);
    expect(refused.at(-1)).to.deep.equal({ address: "others", count: 150 });
  });
});
