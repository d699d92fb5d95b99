import {
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  DeleteLaunchTemplateCommand,
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  DescribeTagsCommand,
  type LaunchTemplate,
  ModifyLaunchTemplateCommand,
} from "@aws-sdk/client-ec2";
import { type Aws } from "../../aws";
import { same } from "../../equality";
import { flag, numeric, text } from "../../properties";
import { type CheckFailure, type ResourceType } from "../../resourceType";
import { type Props } from "../../values";
import { ec2, ec2Tagging, given, tagsAll, tagSpecifications } from "./common";
import { dataKeys, launchTemplateData, launchTemplateProps } from "./launchTemplateData";

/** Inputs whose change makes a new version. */
const versionKeys: readonly string[] = [...dataKeys, "description"];

async function describe(aws: Aws, id: string): Promise<LaunchTemplate | undefined> {
  const answer = await ec2(aws).send(new DescribeLaunchTemplatesCommand({ LaunchTemplateIds: [id] }));
  return answer.LaunchTemplates?.[0];
}

/** By DescribeTags: the emulator's DescribeLaunchTemplates answers the tags of the creation. */
async function tagsOf(aws: Aws, id: string): Promise<Props> {
  const filter = { Name: "resource-id", Values: [id] };
  return tagsAll((await ec2(aws).send(new DescribeTagsCommand({ Filters: [filter] }))).Tags);
}

async function setDefaultVersion(aws: Aws, id: string, version: number): Promise<void> {
  await ec2(aws).send(
    new ModifyLaunchTemplateCommand({ LaunchTemplateId: id, DefaultVersion: String(version) }),
  );
}

function check(inputs: Props): CheckFailure[] {
  if (inputs.updateDefaultVersion !== true || inputs.defaultVersion === undefined) return [];
  const reason = `"defaultVersion" is set although "updateDefaultVersion" is true; take one of them out.`;
  return [{ property: "defaultVersion", reason }];
}

export const launchTemplate: ResourceType = {
  token: "aws:ec2/launchTemplate:LaunchTemplate",
  autoname: { property: "name", maxLength: 128 },
  replaceOn: ["name", "namePrefix"],
  outputs: ["arn", "latestVersion"],
  chosenByAws: ["defaultVersion"],
  ordered: ["blockDeviceMappings", "networkInterfaces"],
  tagging: ec2Tagging,
  check,
  unsettledBy: (changed) =>
    changed.some((key) => versionKeys.includes(key)) ? ["latestVersion", "defaultVersion"] : [],
  async create(aws, inputs) {
    const { LaunchTemplate: made } = await ec2(aws).send(
      new CreateLaunchTemplateCommand({
        LaunchTemplateName: text(inputs, "name"),
        VersionDescription: text(inputs, "description"),
        LaunchTemplateData: launchTemplateData(inputs),
        TagSpecifications: tagSpecifications("launch-template", inputs),
      }),
    );
    return given(made?.LaunchTemplateId, "a launch template id");
  },
  async read(aws, id) {
    const found = await describe(aws, id);
    if (found === undefined) return undefined;
    const latest = String(found.LatestVersionNumber ?? "$Latest");
    const answer = await ec2(aws).send(
      new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: id, Versions: [latest] }),
    );
    const version = answer.LaunchTemplateVersions?.[0];
    return {
      arn: aws.arn("ec2", `launch-template/${id}`),
      name: found.LaunchTemplateName,
      latestVersion: found.LatestVersionNumber,
      defaultVersion: found.DefaultVersionNumber,
      description: version?.VersionDescription ?? "",
      ...launchTemplateProps(version?.LaunchTemplateData ?? {}),
      tagsAll: await tagsOf(aws, id),
    };
  },
  async update(aws, id, news, olds) {
    let latest = numeric(olds, "latestVersion");
    if (versionKeys.some((key) => !same(news[key], olds[key]))) {
      const answer = await ec2(aws).send(
        new CreateLaunchTemplateVersionCommand({
          LaunchTemplateId: id,
          VersionDescription: text(news, "description"),
          LaunchTemplateData: launchTemplateData(news),
        }),
      );
      latest = answer.LaunchTemplateVersion?.VersionNumber ?? latest;
    }
    const wanted = flag(news, "updateDefaultVersion") === true ? latest : numeric(news, "defaultVersion");
    if (wanted !== undefined && wanted !== (await describe(aws, id))?.DefaultVersionNumber)
      await setDefaultVersion(aws, id, wanted);
  },
  async remove(aws, id) {
    await ec2(aws).send(new DeleteLaunchTemplateCommand({ LaunchTemplateId: id }));
  },
};
