import { Withheld } from "../../facts/props";
import { type Answers } from "./answers";
import { type Collection } from "./collection";
import { type Item } from "./item";
import { types } from "./types";

/** What a flow log watches, by the prefix of its id; the longer one first. */
const watched = [
  ["vpc-", "vpcId"],
  ["subnet-", "subnetId"],
  ["eni-", "eniId"],
  ["tgw-attach-", "transitGatewayAttachmentId"],
  ["tgw-", "transitGatewayId"],
] as const;

const groupsCall = "logs-describe-log-groups";

/**
 * What records traffic, and the log groups that it is recorded in: an account has others, which are no part of a network.
 * Sources: EC2 API, FlowLog; CloudWatch Logs API, LogGroup, whose `arn` ends with `:*`.
 */
export function readFlowLogs(answers: Answers, collection: Collection): void {
  const destinations = new Set<string>();
  for (const item of answers.items("describe-flow-logs")) {
    const resource = item.text("ResourceId") ?? "";
    const property = watched.find(([prefix]) => resource.startsWith(prefix))?.[1];
    const destination = item.text("LogDestination")?.replace(/:\*$/, "");
    const name = item.text("LogGroupName");
    for (const each of [destination, name]) if (each !== undefined) destinations.add(each);
    const isShown = answers.roots(groupsCall).some(({ file }) => isSamePlace(file, item.file));
    const ofGroup = (value: string | undefined) =>
      value === undefined || isShown ? value : new Withheld(`is in ${groupsCall}.json, which is not there`);
    collection.add(
      types.flowLog,
      item.id("FlowLogId"),
      {
        ...(property !== undefined && { [property]: resource }),
        trafficType: item.text("TrafficType"),
        logDestinationType: item.text("LogDestinationType"),
        logDestination: destination?.includes(":log-group:") === true ? ofGroup(destination) : destination,
        logGroupName: ofGroup(name),
        deliverCrossAccountRole: item.text("DeliverCrossAccountRole"),
      },
      item,
    );
  }
  for (const item of answers.items(groupsCall)) {
    const [name, arn] = [item.id("logGroupName"), item.text("arn")?.replace(/:\*$/, "")];
    if (!destinations.has(name) && (arn === undefined || !destinations.has(arn))) continue;
    collection.add(types.logGroup, name, { name, arn, kmsKeyId: item.text("kmsKeyId") }, item);
  }
}

type Place = Item["file"];
const isSamePlace = (one: Place, other: Place) =>
  one.account === other.account && one.region === other.region;
