import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetHealthCommand,
  type ElasticLoadBalancingV2Client,
  type TargetHealthDescription,
} from "@aws-sdk/client-elastic-load-balancing-v2";

export interface Target {
  readonly instanceId: string;
  readonly port: number;
}

/** What a load balancer has behind one of its ports. */
export type Behind =
  | { readonly kind: "targets"; readonly targets: readonly Target[] }
  | { readonly kind: "none"; readonly reason: string };

/** The targets that a network load balancer of this DNS name would take for a connection to `port`. */
export async function targetsBehind(
  client: Pick<ElasticLoadBalancingV2Client, "send">,
  dnsName: string,
  port: number,
): Promise<Behind> {
  const { LoadBalancers = [] } = await client.send(new DescribeLoadBalancersCommand({}));
  const balancer = LoadBalancers.find(({ DNSName }) => DNSName?.toLowerCase() === dnsName.toLowerCase());
  if (balancer === undefined) return { kind: "none", reason: `No load balancer is named ${dnsName}.` };
  const { Listeners = [] } = await client.send(
    new DescribeListenersCommand({ LoadBalancerArn: balancer.LoadBalancerArn }),
  );
  const group = Listeners.find(({ Port }) => Port === port)?.DefaultActions?.[0]?.TargetGroupArn;
  if (group === undefined)
    return {
      kind: "none",
      reason: `${balancer.LoadBalancerName ?? dnsName} does not listen on port ${port}.`,
    };
  const { TargetHealthDescriptions = [] } = await client.send(
    new DescribeTargetHealthCommand({ TargetGroupArn: group }),
  );
  const targets = takenTargets(TargetHealthDescriptions);
  if (targets.length === 0)
    return { kind: "none", reason: `${balancer.LoadBalancerName ?? dnsName} has no target.` };
  return { kind: "targets", targets };
}

/**
 * The healthy ones; all that are registered where none is healthy: a network load balancer then fails open.
 * docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html
 */
function takenTargets(descriptions: readonly TargetHealthDescription[]): readonly Target[] {
  const healthy = descriptions.filter(({ TargetHealth }) => TargetHealth?.State === "healthy");
  return (healthy.length > 0 ? healthy : descriptions).flatMap(({ Target }) =>
    Target?.Id === undefined || Target.Port === undefined
      ? []
      : [{ instanceId: Target.Id, port: Target.Port }],
  );
}
