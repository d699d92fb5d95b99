import {
  DescribeVpcBlockPublicAccessOptionsCommand,
  DisableEbsEncryptionByDefaultCommand,
  DisableImageBlockPublicAccessCommand,
  DisableSerialConsoleAccessCommand,
  DisableSnapshotBlockPublicAccessCommand,
  EnableEbsEncryptionByDefaultCommand,
  EnableImageBlockPublicAccessCommand,
  EnableSerialConsoleAccessCommand,
  EnableSnapshotBlockPublicAccessCommand,
  GetEbsEncryptionByDefaultCommand,
  GetImageBlockPublicAccessStateCommand,
  GetSerialConsoleAccessStatusCommand,
  GetSnapshotBlockPublicAccessStateCommand,
  type ImageBlockPublicAccessEnabledState,
  type InternetGatewayBlockMode,
  ModifyVpcBlockPublicAccessOptionsCommand,
  type SnapshotBlockPublicAccessState,
} from "@aws-sdk/client-ec2";
import { accountId, type Aws } from "../../aws";
import { flag, needText } from "../../properties";
import { type ResourceType } from "../../resourceType";
import { until } from "../../wait";
import { ec2 } from "./common";

/*
 * Switches of a whole account and region. They always exist: creating one sets it, deleting one sets it back to what
 * AWS gives a new account, but for images: there deleting only forgets.
 */

async function setBlockMode(aws: Aws, mode: string): Promise<void> {
  await ec2(aws).send(
    new ModifyVpcBlockPublicAccessOptionsCommand({
      InternetGatewayBlockMode: mode as InternetGatewayBlockMode,
    }),
  );
  await until(aws, `the mode ${mode} of VPC Block Public Access`, 1800, async () => {
    const answer = await ec2(aws).send(new DescribeVpcBlockPublicAccessOptionsCommand({}));
    const state = answer.VpcBlockPublicAccessOptions?.State;
    return state === "update-complete" || state === "default-state" ? true : undefined;
  });
}

export const vpcBlockPublicAccessOptions: ResourceType = {
  token: "aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions",
  required: ["internetGatewayBlockMode"],
  replaceOn: [],
  outputs: ["awsAccountId", "awsRegion"],
  async create(aws, inputs) {
    await setBlockMode(aws, needText(inputs, "internetGatewayBlockMode"));
    return aws.region;
  },
  async read(aws) {
    const answer = await ec2(aws).send(new DescribeVpcBlockPublicAccessOptionsCommand({}));
    const options = answer.VpcBlockPublicAccessOptions;
    return {
      internetGatewayBlockMode: options?.InternetGatewayBlockMode,
      awsAccountId: options?.AwsAccountId ?? accountId,
      awsRegion: options?.AwsRegion ?? aws.region,
    };
  },
  update: (aws, _id, news) => setBlockMode(aws, needText(news, "internetGatewayBlockMode")),
  remove: (aws) => setBlockMode(aws, "off"),
};

interface Switch {
  readonly token: string;
  readonly set: (aws: Aws, enabled: boolean) => Promise<unknown>;
  readonly get: (aws: Aws) => Promise<boolean | undefined>;
}

/** A resource whose only property is `enabled`. */
function switchType({ token, set, get }: Switch): ResourceType {
  return {
    token,
    defaults: { enabled: true },
    replaceOn: [],
    outputs: [],
    async create(aws, inputs) {
      await set(aws, flag(inputs, "enabled") ?? true);
      return aws.region;
    },
    read: async (aws) => ({ enabled: (await get(aws)) ?? false }),
    async update(aws, _id, news) {
      await set(aws, flag(news, "enabled") ?? true);
    },
    async remove(aws) {
      await set(aws, false);
    },
  };
}

export const serialConsoleAccess = switchType({
  token: "aws:ec2/serialConsoleAccess:SerialConsoleAccess",
  set: (aws, enabled) =>
    enabled
      ? ec2(aws).send(new EnableSerialConsoleAccessCommand({}))
      : ec2(aws).send(new DisableSerialConsoleAccessCommand({})),
  get: async (aws) =>
    (await ec2(aws).send(new GetSerialConsoleAccessStatusCommand({}))).SerialConsoleAccessEnabled,
});

export const encryptionByDefault = switchType({
  token: "aws:ebs/encryptionByDefault:EncryptionByDefault",
  set: (aws, enabled) =>
    enabled
      ? ec2(aws).send(new EnableEbsEncryptionByDefaultCommand({}))
      : ec2(aws).send(new DisableEbsEncryptionByDefaultCommand({})),
  get: async (aws) => (await ec2(aws).send(new GetEbsEncryptionByDefaultCommand({}))).EbsEncryptionByDefault,
});

const unblocked = "unblocked";

async function setImageSharing(aws: Aws, state: string): Promise<void> {
  if (state === unblocked) {
    await ec2(aws).send(new DisableImageBlockPublicAccessCommand({}));
    return;
  }
  const ImageBlockPublicAccessState = state as ImageBlockPublicAccessEnabledState;
  await ec2(aws).send(new EnableImageBlockPublicAccessCommand({ ImageBlockPublicAccessState }));
}

async function setSnapshotSharing(aws: Aws, state: string): Promise<void> {
  if (state === unblocked) await ec2(aws).send(new DisableSnapshotBlockPublicAccessCommand({}));
  else
    await ec2(aws).send(
      new EnableSnapshotBlockPublicAccessCommand({ State: state as SnapshotBlockPublicAccessState }),
    );
}

export const imageBlockPublicAccess: ResourceType = {
  token: "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess",
  required: ["state"],
  replaceOn: [],
  outputs: [],
  async create(aws, inputs) {
    await setImageSharing(aws, needText(inputs, "state"));
    return aws.region;
  },
  async read(aws) {
    const answer = await ec2(aws).send(new GetImageBlockPublicAccessStateCommand({}));
    return { state: answer.ImageBlockPublicAccessState };
  },
  update: (aws, _id, news) => setImageSharing(aws, needText(news, "state")),
  // The real provider, too, leaves the account as it is.
  remove: () => Promise.resolve(),
};

export const snapshotBlockPublicAccess: ResourceType = {
  token: "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess",
  required: ["state"],
  replaceOn: [],
  outputs: [],
  async create(aws, inputs) {
    await setSnapshotSharing(aws, needText(inputs, "state"));
    return aws.region;
  },
  read: async (aws) => ({
    state: (await ec2(aws).send(new GetSnapshotBlockPublicAccessStateCommand({}))).State,
  }),
  update: (aws, _id, news) => setSnapshotSharing(aws, needText(news, "state")),
  remove: (aws) => setSnapshotSharing(aws, unblocked),
};
