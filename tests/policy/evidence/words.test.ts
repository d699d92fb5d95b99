import { expect } from "chai";
import { arrivingWords, matchWords, packetWords, serviceWords } from "../../../policy/evidence/words";

describe("packets in words", () => {
  for (const [words, match] of [
    ["anything", {}],
    ["anything", { protocols: [[0, 255]], destinationPorts: [[0, 65535]] }],
    ["port 53", { destinationPorts: [[53, 53]] }],
    [
      "tcp 443, 8081, udp 443, 8081",
      {
        protocols: [
          [6, 6],
          [17, 17],
        ],
        destinationPorts: [
          [443, 443],
          [8081, 8081],
        ],
      },
    ],
    ["tcp", { protocols: [[6, 6]] }],
    ["icmp type 3 code 4", { protocols: [[1, 1]], sourcePorts: [[3, 3]], destinationPorts: [[4, 4]] }],
    ["icmp type 8", { protocols: [[1, 1]], sourcePorts: [[8, 8]], destinationPorts: [[0, 255]] }],
    ["icmpv6", { protocols: [[58, 58]] }],
    ["protocol 47", { protocols: [[47, 47]], destinationPorts: [[0, 0]] }],
    ["protocols 0-5", { protocols: [[0, 5]] }],
  ] as const) {
    it(`calls a set '${words}'`, () => {
      expect(serviceWords(match)).to.equal(words);
    });
  }

  it("names the first blocks and counts the rest", () => {
    expect(matchWords({ destination: ["10.0.0.0/8", "fd00::/8"] })).to.equal(
      "anything to 10.0.0.0/8, fd00::/8",
    );
    const many = Array.from({ length: 9 }, (_, index) => `10.${index}.0.0/16`);
    expect(matchWords({ destination: many })).to.match(/10\.3\.0\.0\/16 and 5 more$/);
  });

  it("calls the many blocks of a service its addresses, and those of anything else what they are", () => {
    const destination = Array.from({ length: 9 }, (_, index) => `52.${index}.0.0/16`);
    const match = { protocols: [[6, 6]], destinationPorts: [[443, 443]], destination } as const;
    expect(arrivingWords("service/s3", match)).to.equal("tcp 443 to addresses of s3");
    expect(arrivingWords("internet", match)).to.match(/^tcp 443 to 52\.0\.0\.0\/16, .* and 5 more$/);
    const one = { ...match, destination: ["10.0.0.5/32"] };
    expect(arrivingWords("service/ec2", one)).to.equal("tcp 443 to 10.0.0.5/32");
  });

  it("shows one packet, IPv6 in brackets, ICMP by type and code", () => {
    const packet = {
      source: "fd00::1",
      destination: "fd00::2",
      protocol: 6,
      sourcePort: 1,
      destinationPort: 2,
      state: "reply",
    } as const;
    expect(packetWords(packet)).to.equal("tcp [fd00::1]:1 → [fd00::2]:2 (answer)");
    expect(packetWords({ ...packet, protocol: 58, state: "new" })).to.equal(
      "icmpv6 fd00::1 → fd00::2, type 1, code 2",
    );
    expect(packetWords({ ...packet, protocol: 50, state: "new" })).to.equal("protocol 50 fd00::1 → fd00::2");
  });
});
