import { type Answers } from "./answers";
import { type Collection } from "./collection";
import { types } from "./types";

/** States of a peering that is no more. Source: EC2 API, VpcPeeringConnectionStateReason. */
const dead: ReadonlySet<string> = new Set(["deleted", "deleting", "rejected", "expired", "failed"]);

/** Peerings; one that nobody has accepted yet is there, and says so by `acceptStatus`. Source: EC2 API, VpcPeeringConnection. */
export function readPeerings(answers: Answers, collection: Collection): void {
  for (const item of answers.items("describe-vpc-peering-connections")) {
    const status = item.object("Status")?.text("Code") ?? "active";
    if (dead.has(status)) continue;
    const requester = item.object("RequesterVpcInfo");
    const accepter = item.object("AccepterVpcInfo");
    collection.add(
      types.peering,
      item.id("VpcPeeringConnectionId"),
      {
        acceptStatus: status,
        carriesTraffic: status === "active",
        vpcId: requester?.text("VpcId"),
        peerVpcId: accepter?.text("VpcId"),
        peerOwnerId: accepter?.text("OwnerId"),
        peerRegion: accepter?.text("Region"),
      },
      item,
    );
  }
}
