import {
  DescribeAvailabilityZonesCommand,
  DescribeManagedPrefixListsCommand,
  DescribePrefixListsCommand,
  EC2Client,
  type Filter,
} from "@aws-sdk/client-ec2";
import { type Aws } from "../aws";
import { blocks, flag, needText, text, texts } from "../properties";
import { type Invoke } from "../resourceType";
import { type Props } from "../values";
import { prefixListEntries } from "../types/ec2/managedPrefixList";

const ec2 = (aws: Aws): EC2Client => aws.client(EC2Client);

function filters(args: Props, named: Readonly<Record<string, string | undefined>> = {}): Filter[] {
  const own = blocks(args, "filters").map((filter) => ({
    Name: needText(filter, "name"),
    Values: texts(filter, "values"),
  }));
  const extra = Object.entries(named).flatMap(([Name, value]) =>
    value === undefined ? [] : [{ Name, Values: [value] }],
  );
  return [...own, ...extra];
}

/** The one thing that was asked for. @throws when AWS has none or several. */
function only<T>(found: readonly T[] | undefined, asked: string): T {
  const [first] = found ?? [];
  if (first !== undefined && found?.length === 1) return first;
  throw new Error(`${asked}: AWS has ${found?.length ?? 0} of them; exactly one must match.`);
}

export const ec2Invokes: Readonly<Record<string, Invoke>> = {
  async "aws:index/getAvailabilityZones:getAvailabilityZones"(aws, args) {
    const answer = await ec2(aws).send(
      new DescribeAvailabilityZonesCommand({
        Filters: filters(args, { state: text(args, "state") }),
        AllAvailabilityZones: flag(args, "allAvailabilityZones"),
      }),
    );
    const excluded = [...texts(args, "excludeNames"), ...texts(args, "excludeZoneIds")];
    const zones = (answer.AvailabilityZones ?? [])
      .filter(({ ZoneName = "", ZoneId = "" }) => !excluded.includes(ZoneName) && !excluded.includes(ZoneId))
      .sort((a, b) => (a.ZoneName ?? "").localeCompare(b.ZoneName ?? ""));
    return {
      ...args,
      id: aws.region,
      region: aws.region,
      names: zones.flatMap(({ ZoneName }) => ZoneName ?? []),
      zoneIds: zones.flatMap(({ ZoneId }) => ZoneId ?? []),
      groupNames: [...new Set(zones.flatMap(({ GroupName }) => GroupName ?? []))],
    };
  },
  async "aws:ec2/getPrefixList:getPrefixList"(aws, args) {
    const id = text(args, "prefixListId");
    const answer = await ec2(aws).send(
      new DescribePrefixListsCommand({
        PrefixListIds: id === undefined ? undefined : [id],
        Filters: filters(args, { "prefix-list-name": text(args, "name") }),
      }),
    );
    const list = only(answer.PrefixLists, "aws.ec2.getPrefixList");
    return {
      ...args,
      id: list.PrefixListId,
      name: list.PrefixListName,
      region: aws.region,
      cidrBlocks: list.Cidrs ?? [],
    };
  },
  async "aws:ec2/getManagedPrefixList:getManagedPrefixList"(aws, args) {
    const id = text(args, "id");
    const answer = await ec2(aws).send(
      new DescribeManagedPrefixListsCommand({
        PrefixListIds: id === undefined ? undefined : [id],
        Filters: filters(args, { "prefix-list-name": text(args, "name") }),
      }),
    );
    const list = only(answer.PrefixLists, "aws.ec2.getManagedPrefixList");
    const listId = list.PrefixListId ?? "";
    return {
      id: listId,
      arn: list.PrefixListArn,
      name: list.PrefixListName,
      addressFamily: list.AddressFamily,
      maxEntries: list.MaxEntries ?? 0,
      ownerId: list.OwnerId ?? "",
      version: list.Version ?? 0,
      region: aws.region,
      entries: await prefixListEntries(aws, listId),
      tags: Object.fromEntries((list.Tags ?? []).map(({ Key, Value }) => [Key ?? "", Value ?? ""])),
    };
  },
};
