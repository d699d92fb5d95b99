import { accountId, partition } from "../aws";
import { text } from "../properties";
import { type Invoke } from "../resourceType";

/** Where and who: answered without a call, since the lab is one account. */
export const identityInvokes: Readonly<Record<string, Invoke>> = {
  "aws:index/getRegion:getRegion": (aws, args) => {
    const region = text(args, "region") ?? text(args, "name") ?? aws.region;
    const endpoint = `ec2.${region}.amazonaws.com`;
    return Promise.resolve({ id: region, region, name: region, endpoint, description: region });
  },
  "aws:index/getPartition:getPartition": () =>
    Promise.resolve({
      id: partition,
      partition,
      dnsSuffix: "amazonaws.com",
      reverseDnsPrefix: "com.amazonaws",
    }),
  "aws:index/getCallerIdentity:getCallerIdentity": () =>
    Promise.resolve({
      id: accountId,
      accountId,
      arn: `arn:${partition}:iam::${accountId}:user/lab`,
      userId: "AIDALAB",
    }),
};
