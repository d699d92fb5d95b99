import { resource, unknownText } from "../stack";
import { dnsType, vpc, zone } from "./dns";
import { type RuleCases } from "./ruleCases";
import { refusedTypes } from "./types";

const own = { zoneId: ["zone"], vpcId: ["vpc"] };
const shared = (props: object, sources: Readonly<Record<string, readonly string[]>>) =>
  resource(
    dnsType("ZoneAssociation"),
    "shared",
    { zoneId: unknownText, vpcId: unknownText, ...props },
    { sources },
  );
const record = (zoneId: string, from: readonly string[]) =>
  resource(dnsType("Record"), "record", { zoneId, name: "a", type: "A" }, { sources: { zoneId: from } });

export const cases: RuleCases = {
  accepts: {
    "a zone of the stack's VPC, with a record": { resources: [vpc, zone(), record(unknownText, ["zone"])] },
    "a second VPC of the stack": { resources: [vpc, zone(), shared({}, own)] },
  },
  refuses: {
    ...refusedTypes({
      "leave for another account's VPC":
        "aws:route53/vpcAssociationAuthorization:VpcAssociationAuthorization",
      "a registered domain": "aws:route53domains/registeredDomain:RegisteredDomain",
    }),
    "a public zone": { resources: [zone({ vpcs: undefined })], finds: [["refused", "zone", "vpcs"]] },
    "a zone of somebody else's VPC too": {
      resources: [vpc, zone({ vpcs: [{ vpcId: unknownText }, { vpcId: "vpc-9" }] })],
      finds: [["refused", "zone", "vpcs[1].vpcId"]],
    },
    "somebody else's zone": {
      resources: [vpc, shared({ zoneId: "Z9" }, { vpcId: ["vpc"] })],
      finds: [["refused", "shared", "zoneId"]],
    },
    "the stack's zone in somebody else's VPC": {
      resources: [vpc, zone(), shared({ vpcId: "vpc-9" }, { zoneId: ["zone"] })],
      finds: [["refused", "shared", "vpcId"]],
    },
    "a record in somebody else's zone": {
      resources: [record("Z9", [])],
      finds: [["refused", "record", "zoneId"]],
    },
    "a record in a zone that is not known": {
      resources: [record(unknownText, [])],
      finds: [["undetermined", "record", "zoneId"]],
    },
  },
};
