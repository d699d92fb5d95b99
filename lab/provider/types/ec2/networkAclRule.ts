import { crc32 } from "node:zlib";
import { type Aws } from "../../aws";
import { needText, numeric } from "../../properties";
import { type ResourceType } from "../../resourceType";
import { type Props } from "../../values";
import {
  createEntry,
  deleteEntry,
  describeNetworkAcl,
  entryProps,
  protocolNumber,
} from "./networkAclEntries";

async function find(aws: Aws, rule: Props): Promise<Props | undefined> {
  const acl = await describeNetworkAcl(aws, needText(rule, "networkAclId"));
  const number = numeric(rule, "ruleNumber");
  return (acl?.Entries ?? [])
    .map(entryProps)
    .find((entry) => entry.ruleNumber === number && entry.egress === (rule.egress ?? false));
}

export const networkAclRule: ResourceType = {
  token: "aws:ec2/networkAclRule:NetworkAclRule",
  required: ["networkAclId", "protocol", "ruleAction", "ruleNumber"],
  defaults: { egress: false },
  replaceOn: ["*"],
  outputs: [],
  async create(aws, inputs) {
    const acl = needText(inputs, "networkAclId");
    await createEntry(aws, acl, inputs);
    const key = [acl, inputs.ruleNumber, inputs.egress, inputs.protocol].map(String).join("-");
    return `nacl-${crc32(key)}`;
  },
  async read(aws, _id, known) {
    const found = await find(aws, known);
    if (found === undefined) return undefined;
    const declared = known.protocol;
    const sameProtocol = typeof declared === "string" && protocolNumber(declared) === found.protocol;
    // All protocols and ICMP have no ports, whatever is declared.
    const { fromPort, toPort, ...rest } = found;
    const ports = found.protocol === "6" || found.protocol === "17" ? { fromPort, toPort } : {};
    return { ...rest, ...ports, protocol: sameProtocol ? declared : found.protocol };
  },
  async remove(aws, _id, state) {
    await deleteEntry(aws, needText(state, "networkAclId"), state);
  },
};
