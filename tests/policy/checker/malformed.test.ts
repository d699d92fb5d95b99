import { expect } from "chai";
import fc from "fast-check";
import { check } from "../../../policy/checker/check";
import { certificate, contract, copy, network } from "./smallNetwork";

type Part = "network" | "contract" | "certificate";
type Place = readonly (string | number)[];

/** The three inputs, with what stands at a place replaced (undefined: removed). */
function with_(part: Part, place: Place, value: unknown) {
  const parts = { network: copy(network), contract: copy(contract), certificate: copy(certificate) };
  let holder: unknown = parts;
  for (const key of [part, ...place].slice(0, -1)) holder = (holder as Record<string | number, unknown>)[key];
  const last = place.at(-1) ?? part;
  if (value === undefined) Reflect.deleteProperty(holder as object, last);
  else (holder as Record<string | number, unknown>)[last] = value;
  return check(parts.network, parts.contract, parts.certificate);
}

const nothing = [undefined, null, 7, "text", true, [], NaN] as const;
const match = ["nodes", 1, "steps", 1, "match"] as const;
const set = ["zones", 0, "reached", 0, "packets", 0] as const;

const malformed: readonly (readonly [
  what: string,
  part: Part,
  place: Place,
  values: readonly unknown[],
  reason: string | RegExp,
])[] = [
  ["no network", "network", [], nothing, "network"],
  ["no contract", "contract", [], nothing, "contract"],
  ["no certificate", "certificate", [], nothing, "certificate"],
  ["another schema", "network", ["schema"], [2, "1", null, NaN], "/network/schema must be equal to constant"],
  ["a missing list", "certificate", ["zones"], [undefined, {}, null], "/certificate"],
  [
    "a node without steps",
    "network",
    ["nodes", 0, "steps"],
    [undefined],
    "/network/nodes/0 must have required property 'steps'",
  ],
  ["two nodes of one id", "network", ["nodes", 0, "id"], ["link"], "an id of the network is there twice"],
  ["a node of no id", "network", ["nodes", 0, "id"], [undefined, null, 7, "", ["link"]], ""],
  [
    "a misspelt field of a node",
    "network",
    ["nodes", 0, "zones"],
    ["inside"],
    "/network/nodes/0 must NOT have additional properties (zones)",
  ],
  [
    "a step to nowhere",
    "network",
    ["nodes", 1, "steps", 0, "to"],
    ["if/z"],
    "leads to node 'if/z', which is not there",
  ],
  [
    "a step without an end",
    "network",
    ["nodes", 1, "steps", 0, "to"],
    [undefined, 0, {}],
    "/network/nodes/1/steps/0",
  ],
  [
    "an unknown take",
    "network",
    ["nodes", 1, "steps", 0, "take"],
    ["never", "", NaN, null],
    "/network/nodes/1/steps/0/take must be equal to one of the allowed values",
  ],
  [
    "a misspelt field of a match",
    "network",
    [...match, "sources"],
    [["10.0.0.0/8"]],
    "match must NOT have additional properties (sources)",
  ],
  [
    ...(["a bad CIDR block", "network", [...match, "source"]] as const),
    [
      ["10.0.0.0"],
      ["10.0.0.1/8"],
      ["10.0.0.0/33"],
      ["10.0.0/8"],
      ["010.0.0.0/8"],
      ["256.0.0.0/8"],
      ["::/129"],
      ["fd00::1/8"],
    ],
    /is no CIDR block|source\/0 must match pattern/,
  ],
  [
    ...(["a bad CIDR block", "network", [...match, "source"]] as const),
    [
      ["1::2::3/128"],
      ["1:2:3:4:5:6:7:8:9/128"],
      ["1:2:3:4:5:6:7::8/128"],
      ["g::/16"],
      ["10.0.0.0/-1"],
      ["::ffff:1.2.3.4/128"],
    ],
    /is no CIDR block|source\/0 must match pattern/,
  ],
  [
    "a block that is no text",
    "certificate",
    [...set, "source"],
    [[7], [null], [["10.0.0.0/8"]], "10.0.0.0/8"],
    "/certificate/zones/0/reached/0/packets/0/source",
  ],
  [
    ...(["a bad range", "certificate", [...set, "protocols"]] as const),
    [
      [[6]],
      [[6, 5]],
      [[6, 6, 6]],
      [[-1, 6]],
      [[0, 256]],
      [[NaN, NaN]],
      [[0.5, 6]],
      [["6", "6"]],
      [[0, Infinity]],
    ],
    /is no range|protocols\/0/,
  ],
  ["a bad port", "certificate", [...set, "destinationPorts"], [[[0, 65536]], [[NaN, 1]], [null]], ""],
  ["an unknown state", "certificate", [...set, "state"], ["old", 1, NaN, "toString"], "state"],
  ["a bad sender", "certificate", [...set, "senders"], [[NaN], [null], [""], "if/a"], "/packets/0/senders"],
  ["a set at no node", "certificate", ["zones", 0, "reached", 0, "node"], ["if/z", 7], "node"],
  ["two sets at one node", "certificate", ["zones", 0, "reached", 0, "node"], ["list"], "has a node twice"],
  ["a start at no node", "network", ["starts", 0, "node"], ["if/z", undefined], "start"],
  ["a start without a zone", "network", ["starts", 0, "zone"], [undefined, null, 7], ""],
  [
    "a start of another zone than its node",
    "network",
    ["starts", 0, "zone"],
    ["internet"],
    "'if/a' is of two zones",
  ],
  ["an anySender that is not true", "network", ["starts", 0, "anySender"], [false, "true", 1], "anySender"],
  [
    "a reply that is not true",
    "network",
    ["nodes", 0, "steps", 0, "rewrite", "reply"],
    [false, "true", 1],
    "reply",
  ],
  [
    ...([
      "an answer in nobody's or another zone's name",
      "network",
      ["nodes", 0, "steps", 0, "rewrite", "sender"],
    ] as const),
    [undefined, "zone/build-network", "if/z"],
    "step 0 of node 'if/a'",
  ],
  [
    "a misspelt field of a line",
    "contract",
    ["allow", 0, "packet"],
    [{}],
    "/contract/allow/0 must NOT have additional properties (packet)",
  ],
  [
    "a line that speaks of states",
    "contract",
    ["allow", 0, "packets"],
    [{ state: "new" }, { senders: ["if/a"] }],
    "/contract/allow/0/packets must NOT have additional properties",
  ],
  [
    "a pattern that is not `service/*`",
    "contract",
    ["allow", 0, "to"],
    ["*", "foreign/*", "service/*/*"],
    "pattern",
  ],
];

describe("the checker refuses what is malformed", () => {
  for (const [what, part, place, values, reason] of malformed) {
    it(`${what}: ${part} ${place.join(".")}`, () => {
      for (const value of values) {
        const { accepted, reasons } = with_(part, place, value);
        expect(accepted, JSON.stringify(value)).to.be.false;
        const told = reasons.join("\n");
        if (typeof reason === "string") expect(told, JSON.stringify(value)).to.include(reason);
        else expect(told, JSON.stringify(value)).to.match(reason);
      }
    });
  }

  it("whatever it is: it neither accepts it nor throws", () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), fc.anything(), (a, b, c) => {
        for (const inputs of [
          [a, b, c],
          [network, b, c],
          [network, contract, c],
          [a, contract, certificate],
        ]) {
          const { accepted, reasons } = check(inputs[0], inputs[1], inputs[2]);
          expect(accepted).to.be.false;
          expect(reasons).to.not.be.empty;
        }
      }),
      { numRuns: 200 },
    );
  });

  it("any number, anywhere, that is not a number", () => {
    const places = (value: unknown, path: Place): Place[] => {
      if (typeof value === "number") return [path];
      if (typeof value !== "object" || value === null) return [];
      return Object.entries(value).flatMap(([key, inner]) => places(inner, [...path, key]));
    };
    for (const [part, value] of Object.entries({ network, contract, certificate })) {
      for (const place of places(value, [])) {
        expect(with_(part as Part, place, NaN).accepted, `${part} ${place.join(".")}`).to.be.false;
      }
    }
  });
});
