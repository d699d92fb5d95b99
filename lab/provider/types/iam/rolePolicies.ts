import {
  AttachRolePolicyCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { type Aws } from "../../aws";
import { needText, text } from "../../properties";
import { type ResourceType } from "../../resourceType";
import { type Props } from "../../values";
import { decoded, iam } from "./common";

async function put(aws: Aws, inputs: Props): Promise<void> {
  await iam(aws).send(
    new PutRolePolicyCommand({
      RoleName: text(inputs, "role"),
      PolicyName: text(inputs, "name"),
      PolicyDocument: text(inputs, "policy"),
    }),
  );
}

/** `<role>:<policy>`, as the real provider has it. */
function parts(id: string): { RoleName: string; PolicyName: string } {
  const at = id.indexOf(":");
  return { RoleName: id.slice(0, at), PolicyName: id.slice(at + 1) };
}

export const rolePolicy: ResourceType = {
  token: "aws:iam/rolePolicy:RolePolicy",
  scope: "global",
  required: ["policy", "role"],
  documents: ["policy"],
  autoname: { property: "name", maxLength: 128 },
  replaceOn: ["name", "namePrefix", "role"],
  outputs: [],
  async create(aws, inputs) {
    await put(aws, inputs);
    return `${needText(inputs, "role")}:${needText(inputs, "name")}`;
  },
  async read(aws, id) {
    const found = await iam(aws).send(new GetRolePolicyCommand(parts(id)));
    return { role: found.RoleName, name: found.PolicyName, policy: decoded(found.PolicyDocument) };
  },
  update: (aws, _id, news) => put(aws, news),
  async remove(aws, id) {
    await iam(aws).send(new DeleteRolePolicyCommand(parts(id)));
  },
};

const attachment = (props: Props): { RoleName: string; PolicyArn: string } => ({
  RoleName: needText(props, "role"),
  PolicyArn: needText(props, "policyArn"),
});

export const rolePolicyAttachment: ResourceType = {
  token: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  scope: "global",
  required: ["policyArn", "role"],
  replaceOn: ["policyArn", "role"],
  outputs: [],
  async create(aws, inputs) {
    const { RoleName, PolicyArn } = attachment(inputs);
    await iam(aws).send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    return `${RoleName}/${PolicyArn}`;
  },
  async read(aws, id) {
    const at = id.indexOf("/");
    const role = id.slice(0, at);
    const policyArn = id.slice(at + 1);
    const answer = await iam(aws).send(new ListAttachedRolePoliciesCommand({ RoleName: role }));
    const attached = answer.AttachedPolicies?.some(({ PolicyArn }) => PolicyArn === policyArn) ?? false;
    return attached ? { role, policyArn } : undefined;
  },
  async remove(aws, _id, state) {
    await iam(aws).send(new DetachRolePolicyCommand(attachment(state)));
  },
};
