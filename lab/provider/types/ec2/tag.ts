import { DescribeTagsCommand } from "@aws-sdk/client-ec2";
import { type Aws } from "../../aws";
import { needText } from "../../properties";
import { type ResourceType } from "../../resourceType";
import { type Props } from "../../values";
import { ec2, ec2Tagging } from "./common";

async function write(aws: Aws, tag: Props): Promise<void> {
  await ec2Tagging.tag(
    aws,
    needText(tag, "resourceId"),
    { [needText(tag, "key")]: needText(tag, "value") },
    {},
  );
}

/** One tag of a resource that Pulumi does not manage otherwise. */
export const tag: ResourceType = {
  token: "aws:ec2/tag:Tag",
  required: ["key", "resourceId", "value"],
  replaceOn: ["key", "resourceId"],
  outputs: [],
  async create(aws, inputs) {
    await write(aws, inputs);
    return `${needText(inputs, "resourceId")},${needText(inputs, "key")}`;
  },
  async read(aws, id) {
    const at = id.indexOf(",");
    const resourceId = id.slice(0, at);
    const key = id.slice(at + 1);
    const filters = [
      { Name: "resource-id", Values: [resourceId] },
      { Name: "key", Values: [key] },
    ];
    const [found] = (await ec2(aws).send(new DescribeTagsCommand({ Filters: filters }))).Tags ?? [];
    return found === undefined ? undefined : { resourceId, key, value: found.Value ?? "" };
  },
  update: (aws, _id, news) => write(aws, news),
  remove: (aws, _id, state) =>
    ec2Tagging.untag(aws, needText(state, "resourceId"), [needText(state, "key")], {}),
};
