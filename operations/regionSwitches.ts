import {
  DescribeVpcBlockPublicAccessOptionsCommand,
  type EC2Client,
  GetEbsEncryptionByDefaultCommand,
  GetImageBlockPublicAccessStateCommand,
  GetInstanceMetadataDefaultsCommand,
  GetSerialConsoleAccessStatusCommand,
  GetSnapshotBlockPublicAccessStateCommand,
  ManagedBy,
} from "@aws-sdk/client-ec2";
import { type LiveSwitch, type LiveSwitches, type UnreadSwitch } from "../infra/guardedState";

/** What AWS says of a region's guard. */
export interface RegionAnswer {
  readonly switches: LiveSwitches;
  /** Account that the credentials belong to; null: not told. */
  readonly account: string | null;
}

/** State of block public access while a new mode is on its way through the region. Source: EC2 API, VpcBlockPublicAccessOptions. */
const BEING_SET = "update-in-progress";

/** The switches of an account and region as they are now. A right that is missing is an answer. @throws Error if AWS cannot be asked */
export async function readSwitches(client: EC2Client): Promise<RegionAnswer> {
  const [ways, console, encryption, images, snapshots, metadata] = await Promise.all([
    allowed("ec2:DescribeVpcBlockPublicAccessOptions", async () => {
      const answer = await client.send(new DescribeVpcBlockPublicAccessOptionsCommand({}));
      return answer.VpcBlockPublicAccessOptions ?? {};
    }),
    allowed("ec2:GetSerialConsoleAccessStatus", () =>
      client.send(new GetSerialConsoleAccessStatusCommand({})),
    ),
    allowed("ec2:GetEbsEncryptionByDefault", () => client.send(new GetEbsEncryptionByDefaultCommand({}))),
    allowed("ec2:GetImageBlockPublicAccessState", () =>
      client.send(new GetImageBlockPublicAccessStateCommand({})),
    ),
    allowed("ec2:GetSnapshotBlockPublicAccessState", () =>
      client.send(new GetSnapshotBlockPublicAccessStateCommand({})),
    ),
    allowed("ec2:GetInstanceMetadataDefaults", async () => {
      const answer = await client.send(new GetInstanceMetadataDefaultsCommand({}));
      return answer.AccountLevel ?? {};
    }),
  ]);
  return {
    account: "unread" in ways ? null : (ways.AwsAccountId ?? null),
    switches: {
      internetGatewayBlockMode: switchOf(ways, ({ InternetGatewayBlockMode: mode, State }) =>
        State === BEING_SET ? `${mode ?? "?"}, not yet in force` : mode,
      ),
      serialConsole: switchOf(console, (answer) => answer.SerialConsoleAccessEnabled),
      encryptionByDefault: switchOf(encryption, (answer) => answer.EbsEncryptionByDefault),
      imageBlockPublicAccess: switchOf(images, (answer) => answer.ImageBlockPublicAccessState),
      snapshotBlockPublicAccess: switchOf(snapshots, (answer) => answer.State),
      httpTokens: switchOf(metadata, (answer) => answer.HttpTokens),
      httpPutResponseHopLimit: switchOf(metadata, (answer) => answer.HttpPutResponseHopLimit),
    },
  };
}

function switchOf<T extends object>(
  answer: T | UnreadSwitch,
  valueIn: (answer: T) => LiveSwitch["value"] | undefined,
): LiveSwitch | UnreadSwitch {
  if ("unread" in answer) return answer;
  const above = "ManagedBy" in answer && answer.ManagedBy === ManagedBy.declarative_policy;
  return { value: valueIn(answer) ?? null, fromAbove: above };
}

/** The answer, or that the right to it is missing. */
export async function allowed<T extends object>(
  right: string,
  ask: () => Promise<T>,
): Promise<T | UnreadSwitch> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Error && isDenial(error.name)) return { unread: `nothing: ${right} is not allowed` };
    throw error;
  }
}

/** Source: EC2 guide, "Error codes for the Amazon EC2 API"; the second is that of the other services. */
function isDenial(name: string): boolean {
  return name === "UnauthorizedOperation" || name.startsWith("AccessDenied");
}
