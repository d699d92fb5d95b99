import { expect } from "chai";
import fc from "fast-check";
import { Exploration, seedsOf } from "../../../policy/proof/explore/exploration";
import { Graph } from "../../../policy/proof/explore/graph";
import { StepTable } from "../../../policy/proof/explore/stepTable";
import {
  type Box,
  DESTINATION,
  DESTINATION_PORT,
  PROTOCOL,
  replaced,
  SENDER,
  SOURCE,
  SOURCE_PORT,
  STATE,
} from "../../../policy/proof/space/box";
import { type Told, Space, toldBy } from "../../../policy/proof/space/space";
import { type Network } from "../../../policy/network/network";
import { smallNetwork } from "./smallNetwork";
import { universe, walk, type Walked } from "./walker";

const named = universe.senders.filter((sender) => sender !== "anybody");

/** What the network tells apart, and the universe's values. */
function* told(network: Network): Generator<Told> {
  yield* toldBy(network);
  const source = universe.addresses.map((address) => `${address}/${address.includes(":") ? 128 : 32}`);
  const single = (values: readonly number[]) => values.map((value) => [value, value] as const);
  const matches = source.map((one) => ({
    source: [one],
    protocols: single(universe.protocols),
    sourcePorts: single(universe.ports),
  }));
  yield { matches: [...matches, ...named.map((sender) => ({ senders: [sender] }))] };
}

describe("exploration", () => {
  for (const reading of ["may", "must"] as const) {
    it(`finds the packets that a walk of single packets finds, in as few steps (${reading})`, function () {
      this.timeout(120_000);
      let arrived = 0;
      fc.assert(
        fc.property(smallNetwork, (network) => {
          const space = new Space(told(network));
          for (const zone of ["inside", "out"]) {
            const graph = new Graph(new StepTable(space, network), reading);
            const exploration = new Exploration(graph);
            const starts = network.starts.filter((start) => start.zone === zone);
            exploration.explore(starts.flatMap((start) => seedsOf(graph, start)));
            const walked = walk(network, zone, reading);
            for (const { node, packet, steps } of walked.values()) {
              const entries = exploration.at(graph.placeOf(node.id)!);
              const holding = entries.filter(({ box }) => space.boxes.contains(box, boxOf(space, packet)));
              expect(holding.map(({ round }) => round)).to.deep.equal([steps]);
              arrived += 1;
            }
            let explored = 0;
            for (const [, entries] of exploration.reached)
              for (const { box } of entries)
                for (const state of ["new", "reply"] as const) explored += countIn(space, box, state);
            expect(explored).to.equal(walked.size);
          }
        }),
        { numRuns: 80 },
      );
      expect(arrived).to.be.greaterThan(1000);
    });
  }
});

function senderOf(space: Space, sender: string): number {
  return sender === "anybody" ? space.anybody : space.sender(sender);
}

function boxOf(space: Space, { sender, ...packet }: Walked): Box {
  const box = space.boxOf({
    source: [packet.source],
    destination: [packet.destination],
    protocols: [[packet.protocol, packet.protocol]],
    sourcePorts: [[packet.sourcePort, packet.sourcePort]],
    destinationPorts: [[packet.destinationPort, packet.destinationPort]],
    state: packet.state,
  })!;
  return replaced(box, SENDER, senderOf(space, sender));
}

/** How many packets of the universe are in a box. */
function countIn(space: Space, box: Box, state: "new" | "reply"): number {
  const within = (at: number, set: number) => space.boxes.of(at).contains(box[at]!, set);
  const numbers = [
    universe.addresses.filter((address) => within(SOURCE, space.addressSet([address]))).length,
    universe.addresses.filter((address) => within(DESTINATION, space.addressSet([address]))).length,
    universe.protocols.filter((one) => within(PROTOCOL, space.boxOf({ protocols: [[one, one]] })![PROTOCOL]!))
      .length,
    universe.ports.filter((port) => within(SOURCE_PORT, space.portSet([[port, port]]))).length,
    universe.ports.filter((port) => within(DESTINATION_PORT, space.portSet([[port, port]]))).length,
    universe.senders.filter((sender) => within(SENDER, senderOf(space, sender))).length,
    within(STATE, state === "new" ? space.isNew : space.isReply) ? 1 : 0,
  ];
  return numbers.reduce((product, number) => product * number, 1);
}
