import fc from "fast-check";
import {
  type Match,
  type Network,
  type Rewrite,
  type Step,
  type Take,
} from "../../../policy/network/network";
import { type Contract } from "../../../policy/proof/contract";

/** Random networks in which only the values of `universe` (walker.ts) are told apart. */
const blocks = fc.subarray(
  ["10.0.0.0/32", "10.0.0.1/32", "10.0.0.0/31", "0.0.0.0/0", "fd00::1/128", "::/0"],
  {
    minLength: 1,
    maxLength: 2,
  },
);
const ports = fc.constantFrom(
  [[0, 0]],
  [[1, 1]],
  [[0, 1]],
  [[2, 65535]],
  [
    [0, 0],
    [2, 65535],
  ],
) as fc.Arbitrary<[number, number][]>;
const protocols = fc.constantFrom(
  [[1, 1]],
  [[6, 6]],
  [[2, 255]],
  [
    [0, 5],
    [7, 255],
  ],
) as fc.Arbitrary<[number, number][]>;
const senders = fc.subarray(["if/a", "if/b", "zone/out"], { minLength: 1 });

/** Left out three times of four: networks in which nothing passes teach nothing. */
function seldom<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(arbitrary, { nil: undefined, freq: 1 });
}

function given<T extends object>(record: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as never;
}

const match = fc
  .record({
    source: seldom(blocks),
    destination: fc.option(blocks, { nil: undefined }),
    protocols: seldom(protocols),
    sourcePorts: seldom(ports),
    destinationPorts: seldom(ports),
    senders: seldom(senders),
    state: seldom(fc.constantFrom("new" as const, "reply" as const)),
  })
  .map((fields): Match => given(fields) as Match);

const rewrite = fc
  .record({
    reply: fc.constantFrom(true as const, undefined),
    source: seldom(blocks),
    destination: seldom(blocks),
    sourcePorts: seldom(ports),
    destinationPorts: seldom(ports),
    sender: fc.constantFrom("if/a", "zone/out", undefined),
  })
  .map((fields): Rewrite => given(fields) as Rewrite);

const ids = ["a", "b", "c", "d", "e"] as const;

const step = fc
  .record({
    match,
    to: fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...ids) },
      { weight: 1, arbitrary: fc.constant(null) },
    ),
    take: fc.oneof(
      { weight: 3, arbitrary: fc.constant<Take>("always") },
      { weight: 2, arbitrary: fc.constantFrom<Take>("some", "perhaps") },
    ),
    rewrite: fc.option(rewrite, { nil: undefined, freq: 1 }),
  })
  .map(({ rewrite: change, ...rest }): Step => {
    const by = { resource: "r", text: `to ${String(rest.to)}` };
    return change ? { ...rest, rewrite: change, by } : { ...rest, by };
  });

/** Steps that look at the destination only, as many as an index is made for. */
const routes = fc.array(
  fc
    .record({
      destination: blocks,
      to: fc.constantFrom(...ids, null),
      take: fc.constantFrom<Take>("always", "always", "some", "perhaps"),
    })
    .map(({ destination, to, take }): Step => ({
      match: { destination },
      to,
      take,
      by: { resource: "r", text: "route" },
    })),
  { minLength: 8, maxLength: 12 },
);

const steps = fc.oneof(
  { weight: 3, arbitrary: fc.array(step, { maxLength: 4 }) },
  { weight: 1, arbitrary: routes },
);
const startPackets = fc.constantFrom<Match[]>(
  [{ source: ["10.0.0.0/32"], destination: ["0.0.0.0/0"] }],
  [
    { source: ["10.0.0.1/32"], destination: ["0.0.0.0/0"], protocols: [[6, 6]] },
    { source: ["fd00::1/128"], destination: ["::/0"] },
  ],
);

export const smallNetwork: fc.Arbitrary<Network> = fc
  .record({
    steps: fc.array(steps, { minLength: ids.length, maxLength: ids.length }),
    zones: fc.array(fc.constantFrom("inside", "out", undefined), {
      minLength: ids.length,
      maxLength: ids.length,
    }),
    packets: fc.array(startPackets, { minLength: 3, maxLength: 3 }),
    nodes: fc.array(fc.constantFrom(...ids), { minLength: 3, maxLength: 3 }),
    anySender: fc.boolean(),
  })
  .map(({ steps: all, zones, packets, nodes, anySender }) => ({
    schema: 1,
    nodes: ids.map((id, at) => {
      const zone = zones[at];
      return { id, name: id, ...(zone !== undefined && { zone }), steps: all[at] ?? [] };
    }),
    starts: ["if/a", "if/b", "zone/out"].map((id, at) => ({
      id,
      name: id,
      zone: id === "zone/out" ? "out" : "inside",
      node: nodes[at] ?? "a",
      packets: packets[at] ?? [],
      ...(anySender && id === "if/b" && { anySender: true as const }),
    })),
  }));

export const smallContract: fc.Arbitrary<Contract> = fc
  .array(
    fc.record({
      from: fc.constantFrom("inside", "out"),
      to: fc.constantFrom("inside", "out"),
      packets: match,
    }),
    { maxLength: 3 },
  )
  .map((lines) => ({
    schema: 1,
    allow: lines.map(({ packets: { state: _state, senders: _senders, ...packets }, ...line }) => ({
      ...line,
      packets,
      why: "",
    })),
  }));
