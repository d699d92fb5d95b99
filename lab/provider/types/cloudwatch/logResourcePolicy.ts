import {
  CloudWatchLogsClient,
  DeleteResourcePolicyCommand,
  DescribeResourcePoliciesCommand,
  PutResourcePolicyCommand,
  type ResourcePolicy,
} from "@aws-sdk/client-cloudwatch-logs";
import { type Aws } from "../../aws";
import { needText, text } from "../../properties";
import { type CheckFailure, type ResourceType } from "../../resourceType";
import { type Props } from "../../values";

const logs = (aws: Aws): CloudWatchLogsClient => aws.client(CloudWatchLogsClient);

/** A policy of one resource is known by the ARN of that, one of the account by its name. */
const isArn = (id: string): boolean => id.startsWith("arn:");

async function find(aws: Aws, id: string): Promise<ResourcePolicy | undefined> {
  const { resourcePolicies } = await logs(aws).send(
    new DescribeResourcePoliciesCommand(isArn(id) ? { resourceArn: id, policyScope: "RESOURCE" } : {}),
  );
  return resourcePolicies?.find((policy) => (isArn(id) ? policy.resourceArn : policy.policyName) === id);
}

async function put(aws: Aws, inputs: Props, revision?: string): Promise<void> {
  await logs(aws).send(
    new PutResourcePolicyCommand({
      policyName: text(inputs, "policyName"),
      resourceArn: text(inputs, "resourceArn"),
      policyDocument: needText(inputs, "policyDocument"),
      expectedRevisionId: revision,
    }),
  );
}

function check(inputs: Props): CheckFailure[] {
  if ((inputs.policyName === undefined) !== (inputs.resourceArn === undefined)) return [];
  return [{ property: "policyName", reason: 'Exactly one of "policyName" and "resourceArn" must be given.' }];
}

export const logResourcePolicy: ResourceType = {
  token: "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
  required: ["policyDocument"],
  documents: ["policyDocument"],
  replaceOn: ["policyName", "resourceArn"],
  outputs: ["policyScope", "revisionId"],
  unsettledBy: () => ["revisionId"],
  check,
  async create(aws, inputs) {
    await put(aws, inputs);
    return text(inputs, "policyName") ?? needText(inputs, "resourceArn");
  },
  async read(aws, id) {
    const found = await find(aws, id);
    if (found === undefined) return undefined;
    return {
      policyName: isArn(id) ? undefined : found.policyName,
      resourceArn: found.resourceArn,
      policyDocument: found.policyDocument,
      policyScope: found.policyScope,
      revisionId: found.revisionId,
    };
  },
  update: (aws, _id, news, olds) => put(aws, news, text(olds, "revisionId")),
  async remove(aws, id, state) {
    await logs(aws).send(
      new DeleteResourcePolicyCommand(
        isArn(id) ? { resourceArn: id, expectedRevisionId: text(state, "revisionId") } : { policyName: id },
      ),
    );
  },
};
