import { GetEbsEncryptionByDefaultCommand, GetSerialConsoleAccessStatusCommand } from "@aws-sdk/client-ec2";
import { type Invoke } from "../resourceType";
import { ec2 } from "../types/ec2/common";

/** The switches of account and region that @pulumi/aws can read; for the others it has no function. */
export const switchInvokes: Readonly<Record<string, Invoke>> = {
  async "aws:ec2/getSerialConsoleAccess:getSerialConsoleAccess"(aws) {
    const answer = await ec2(aws).send(new GetSerialConsoleAccessStatusCommand({}));
    return { id: aws.region, region: aws.region, enabled: answer.SerialConsoleAccessEnabled ?? false };
  },
  async "aws:ebs/getEncryptionByDefault:getEncryptionByDefault"(aws) {
    const answer = await ec2(aws).send(new GetEbsEncryptionByDefaultCommand({}));
    return { id: aws.region, region: aws.region, enabled: answer.EbsEncryptionByDefault ?? false };
  },
};
