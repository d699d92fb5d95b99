import { expect } from "chai";
import { Senders } from "../../../policy/evidence/senders";
import { type Network } from "../../../policy/network/network";

const by = { resource: "test", text: "test" };
const start = (id: string, source: string) => ({
  ...{ id, name: id, zone: "inside", node: `${id}/out` },
  packets: [{ source: [source] }],
});

/** A NAT gateway that sends on for 10.0.1.0/24, behind an internet gateway that sends on for the NAT gateway. */
const network: Network = {
  schema: 1,
  nodes: [
    {
      id: "nat/n",
      name: "n",
      steps: [
        {
          match: { source: ["10.0.1.0/24"] },
          to: "igw/out",
          take: "always",
          by,
          rewrite: { source: ["10.0.9.9/32"], sender: "if/nat" },
        },
      ],
    },
    {
      id: "igw/out",
      name: "igw",
      steps: [
        {
          match: { source: ["10.0.9.9/32"] },
          to: "zone/internet",
          take: "always",
          by,
          rewrite: { sender: "igw/out" },
        },
      ],
    },
    { id: "zone/internet", name: "internet", zone: "internet", steps: [] },
  ],
  starts: [start("if/a", "10.0.1.5/32"), start("if/b", "10.0.2.5/32")],
};
const senders = new Senders(network, {
  from: "inside",
  reached: [
    { node: "nat/n", packets: [{ senders: ["if/a", "if/b"], state: "new" }] },
    { node: "igw/out", packets: [{ senders: ["if/nat"], state: "new" }] },
  ],
  cut: [],
});

describe("who sent a packet", () => {
  it("is who is named, or whoever has the source", () => {
    expect([...senders.of({ senders: ["if/b"] })]).to.deep.equal(["if/b"]);
    expect([...senders.of({ source: ["10.0.1.0/24"] })]).to.deep.equal(["if/a"]);
    expect([...senders.of({})]).to.deep.equal(["if/a", "if/b"]);
  });

  it("is found behind gateways that send on under their own name, as far as they do", () => {
    expect([...senders.of({ senders: ["if/nat"] })]).to.deep.equal(["if/a"]);
    expect([...senders.of({ senders: ["igw/out"] })]).to.deep.equal(["if/a"]);
  });

  it("is found once behind each of many gateways that send on to each other", () => {
    const ids = Array.from({ length: 16 }, (_, index) => `if/lb${index}`);
    const others = (own: string) => ids.filter((id) => id !== own);
    const meshed = new Senders(
      {
        ...network,
        nodes: ids.map((id) => ({
          ...{ id, name: id },
          steps: [{ match: {}, to: `${id}/out`, take: "some", by, rewrite: { sender: id } }],
        })),
      },
      {
        from: "inside",
        reached: ids.map((id) => ({
          node: id,
          packets: [{ senders: [...others(id), "if/a"], state: "new" }],
        })),
        cut: [],
      },
    );
    expect([...meshed.of({ senders: ["if/lb0"] })]).to.deep.equal(["if/a"]);
  });

  it("is nobody where a name is not known", () => {
    expect([...senders.of({ senders: ["if/other"] })]).to.deep.equal([]);
  });
});
