import {
  DisableAllowedImagesSettingsCommand,
  EnableAllowedImagesSettingsCommand,
  type AllowedImagesSettingsEnabledState,
  GetAllowedImagesSettingsCommand,
  GetEbsDefaultKmsKeyIdCommand,
  GetInstanceMetadataDefaultsCommand,
  type ImageCriterionRequest,
  type InstanceMetadataEndpointState,
  ModifyEbsDefaultKmsKeyIdCommand,
  ModifyInstanceMetadataDefaultsCommand,
  type ModifyInstanceMetadataDefaultsCommandInput,
  ReplaceImageCriteriaInAllowedImagesSettingsCommand,
  ResetEbsDefaultKmsKeyIdCommand,
} from "@aws-sdk/client-ec2";
import { type Aws } from "../../aws";
import { blocks, needText, numeric, text } from "../../properties";
import { type ResourceType } from "../../resourceType";
import { type Props } from "../../values";
import { awsShape, pulumiShape } from "../naming";
import { ec2 } from "./common";

/*
 * What every new instance, volume and launch of an account and region starts from. Like the switches they always
 * exist: creating one sets it, deleting one gives it back to AWS.
 */

const noPreference = "no-preference";
const noHopLimit = -1;

const metadataDefaultsOf = (inputs: Props): ModifyInstanceMetadataDefaultsCommandInput => ({
  HttpEndpoint: (text(inputs, "httpEndpoint") ?? noPreference) as InstanceMetadataEndpointState,
  HttpTokens: (text(inputs, "httpTokens") ??
    noPreference) as ModifyInstanceMetadataDefaultsCommandInput["HttpTokens"],
  HttpPutResponseHopLimit: numeric(inputs, "httpPutResponseHopLimit") ?? noHopLimit,
  InstanceMetadataTags: (text(inputs, "instanceMetadataTags") ??
    noPreference) as ModifyInstanceMetadataDefaultsCommandInput["InstanceMetadataTags"],
});

async function setMetadataDefaults(aws: Aws, inputs: Props): Promise<void> {
  await ec2(aws).send(new ModifyInstanceMetadataDefaultsCommand(metadataDefaultsOf(inputs)));
}

export const instanceMetadataDefaults: ResourceType = {
  token: "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults",
  defaults: {
    httpEndpoint: noPreference,
    httpTokens: noPreference,
    httpPutResponseHopLimit: noHopLimit,
    instanceMetadataTags: noPreference,
  },
  replaceOn: [],
  outputs: [],
  async create(aws, inputs) {
    await setMetadataDefaults(aws, inputs);
    return aws.region;
  },
  async read(aws) {
    const { AccountLevel: level } = await ec2(aws).send(new GetInstanceMetadataDefaultsCommand({}));
    return {
      httpEndpoint: level?.HttpEndpoint ?? noPreference,
      httpTokens: level?.HttpTokens ?? noPreference,
      httpPutResponseHopLimit: level?.HttpPutResponseHopLimit ?? noHopLimit,
      instanceMetadataTags: level?.InstanceMetadataTags ?? noPreference,
    };
  },
  update: (aws, _id, news) => setMetadataDefaults(aws, news),
  remove: (aws) => setMetadataDefaults(aws, {}),
};

/** Names the key alone: that volumes are encrypted at all is EncryptionByDefault's. */
export const defaultKmsKey: ResourceType = {
  token: "aws:ebs/defaultKmsKey:DefaultKmsKey",
  required: ["keyArn"],
  replaceOn: ["keyArn"],
  outputs: [],
  async create(aws, inputs) {
    const keyArn = needText(inputs, "keyArn");
    const answer = await ec2(aws).send(new ModifyEbsDefaultKmsKeyIdCommand({ KmsKeyId: keyArn }));
    return answer.KmsKeyId ?? keyArn;
  },
  async read(aws) {
    return { keyArn: (await ec2(aws).send(new GetEbsDefaultKmsKeyIdCommand({}))).KmsKeyId };
  },
  async remove(aws) {
    await ec2(aws).send(new ResetEbsDefaultKmsKeyIdCommand({}));
  },
};

async function setCriteria(aws: Aws, inputs: Props): Promise<void> {
  const ImageCriteria = blocks(inputs, "imageCriterions").map(
    (criterion) => awsShape(criterion) as ImageCriterionRequest,
  );
  await ec2(aws).send(new ReplaceImageCriteriaInAllowedImagesSettingsCommand({ ImageCriteria }));
}

async function setState(aws: Aws, inputs: Props): Promise<void> {
  await ec2(aws).send(
    new EnableAllowedImagesSettingsCommand({
      AllowedImagesSettingsState: needText(inputs, "state") as AllowedImagesSettingsEnabledState,
    }),
  );
}

export const allowedImagesSettings: ResourceType = {
  token: "aws:ec2/allowedImagesSettings:AllowedImagesSettings",
  required: ["state"],
  replaceOn: [],
  outputs: [],
  async create(aws, inputs) {
    // Criteria first: enabled without any, no image at all could be launched.
    await setCriteria(aws, inputs);
    await setState(aws, inputs);
    return aws.region;
  },
  async read(aws) {
    const settings = await ec2(aws).send(new GetAllowedImagesSettingsCommand({}));
    if (settings.State === undefined || settings.State === "disabled") return undefined;
    return {
      state: settings.State,
      imageCriterions: (settings.ImageCriteria ?? []).map((criterion) => pulumiShape(criterion)),
    };
  },
  async update(aws, _id, news) {
    await setCriteria(aws, news);
    await setState(aws, news);
  },
  async remove(aws) {
    await ec2(aws).send(new DisableAllowedImagesSettingsCommand({}));
  },
};
