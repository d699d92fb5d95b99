import { escalatingActions } from "./escalations";
import { openingActions } from "./openingActions";
import { overlap } from "./pattern";

/**
 * Services whose actions have another prefix in policies than their name in an SDK, both in small letters and without hyphens. Source: service
 * authorization reference; SDK for Java 2.x, names of the service clients, which Scheduler and Step Functions take.
 */
const prefixes: Readonly<Record<string, string>> = {
  elasticloadbalancingv2: "elasticloadbalancing",
  cloudwatchlogs: "logs",
  s3control: "s3",
  ssoadmin: "sso",
  eventbridge: "events",
  apigatewayv2: "apigateway",
  databasemigration: "dms",
  efs: "elasticfilesystem",
  docdb: "rds",
  neptune: "rds",
};

/** Services that act for whoever calls them with a role: what they would do is in their own input. */
const carriers = ["sfn:start*", "scheduler:*", "events:put*", "pipes:*"];

const plain = (name: string): string => name.toLowerCase().replaceAll("-", "");

const opening = [
  ...openingActions.map(({ action }) => action),
  ...escalatingActions,
  ...["iam:passrole", "sts:assumerole"],
  ...carriers,
].map(plain);

/**
 * The opening action that a schedule's universal target calls: one of IAM's openings, one that gives rights, or one that starts what would call them.
 * @param arn e.g. `arn:aws:scheduler:::aws-sdk:ec2:createInternetGateway`. Source: EventBridge Scheduler guide, "Using universal targets".
 * @returns its service and name as the target writes them; undefined: it is no such target, or opens nothing
 */
export function openingTarget(arn: string): string | undefined {
  const [, service, name] = /:aws-sdk:([^:]*):([^:.]+)(?:[:.].*)?$/i.exec(arn) ?? [];
  if (service === undefined || name === undefined) return undefined;
  const own = plain(service);
  const called = `${prefixes[own] ?? own}:${plain(name)}`;
  return opening.some((action) => overlap(action, called)) ? `${service}:${name}` : undefined;
}
