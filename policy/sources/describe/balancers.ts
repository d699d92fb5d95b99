import { type Json, present } from "../json";
import { type Answers, isIdOf } from "./answers";
import { type Collection } from "./collection";
import { type Item } from "./item";
import { types } from "./types";

/** One value of a list of attributes. */
function attribute(answers: Answers, stem: string, arn: string, key: string): string | undefined {
  const attributes = answers.of(stem, arn)?.list("Attributes") ?? [];
  return attributes.find((item) => item.text("Key") === key)?.text("Value");
}

/** Load balancers, with the network interfaces that AWS made for them. Source: ELB v2 API, LoadBalancer. */
export function readBalancers(answers: Answers, collection: Collection): void {
  const interfaces = interfacesByDescription(collection);
  for (const item of answers.items("elbv2-describe-load-balancers")) {
    if (item.object("State")?.text("Code") === "failed") continue;
    const arn = item.id("LoadBalancerArn");
    const zones = item.list("AvailabilityZones");
    const crossZone = attribute(
      answers,
      "elbv2-describe-load-balancer-attributes",
      arn,
      "load_balancing.cross_zone.enabled",
    );
    collection.add(
      types.balancer,
      arn,
      {
        arn,
        name: item.text("LoadBalancerName"),
        dnsName: item.text("DNSName"),
        // Source of the default: ELB v2 API, CreateLoadBalancer, Scheme.
        internal: item.text("Scheme") === "internal",
        loadBalancerType: item.text("Type") ?? "application",
        vpcId: item.text("VpcId"),
        ipAddressType: item.text("IpAddressType"),
        securityGroups: item.texts("SecurityGroups"),
        enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: item.text(
          "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic",
        ),
        subnets: zones.flatMap((zone) => zone.text("SubnetId") ?? []),
        subnetMappings: zones.flatMap(mappingsOf),
        ...(crossZone !== undefined && { enableCrossZoneLoadBalancing: crossZone === "true" }),
        networkInterfaceIds: interfaces.get(`ELB ${arn.split(":loadbalancer/")[1] ?? arn}`) ?? [],
      },
      item,
    );
  }
  for (const item of answers.items("elb-describe-load-balancers")) {
    const name = item.id("LoadBalancerName");
    collection.add(
      types.classicBalancer,
      name,
      {
        name,
        internal: item.text("Scheme") === "internal",
        subnets: item.texts("Subnets"),
        securityGroups: item.texts("SecurityGroups"),
        instances: item.textsOf("Instances", "InstanceId"),
        listeners: item.list("ListenerDescriptions").flatMap(classicListener),
        networkInterfaceIds: interfaces.get(`ELB ${name}`) ?? [],
      },
      item,
    );
  }
}

/** Source: ELB API (2012-06-01), ListenerDescription, Listener. */
function classicListener(description: Item): readonly Json[] {
  const listener = description.object("Listener");
  if (listener === undefined) return [];
  const lbProtocol = listener.text("Protocol");
  return [
    present({
      lbPort: listener.number("LoadBalancerPort"),
      lbProtocol,
      instancePort: listener.number("InstancePort"),
      instanceProtocol: listener.text("InstanceProtocol") ?? lbProtocol,
    }),
  ];
}

/** Source: ELB v2 API, AvailabilityZone. */
function mappingsOf(zone: Item): readonly Json[] {
  const subnetId = zone.text("SubnetId");
  const addresses = zone.list("LoadBalancerAddresses").map((address) =>
    present({
      subnetId,
      allocationId: address.text("AllocationId"),
      privateIpv4Address: address.text("PrivateIPv4Address"),
      ipv6Address: address.text("IPv6Address"),
      outpostId: zone.text("OutpostId"),
    }),
  );
  return addresses.length > 0 ? addresses : [present({ subnetId })];
}

/** AWS ties an interface to its balancer by nothing but a description. Source: ELB guide, "Elastic network interfaces": `ELB app/name/id`. */
function interfacesByDescription(collection: Collection): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { id, props } of collection.ofType(types.networkInterface)) {
    const { description } = props;
    if (typeof description !== "string" || !description.startsWith("ELB ")) continue;
    const same = found.get(description);
    if (same === undefined) found.set(description, [id]);
    else same.push(id);
  }
  return found;
}

/** Source: ELB v2 API, Action. */
function actionOf(item: Item): Json {
  const groups = item.object("ForwardConfig")?.list("TargetGroups") ?? [];
  return present({
    type: item.text("Type"),
    targetGroupArn: item.text("TargetGroupArn"),
    ...(groups.length > 0 && {
      forward: {
        targetGroups: groups.map((group) =>
          present({ arn: group.text("TargetGroupArn"), weight: group.number("Weight") }),
        ),
      },
    }),
  });
}

/** Listeners and their rules. Source: ELB v2 API, Listener, Rule. */
export function readListeners(answers: Answers, collection: Collection): void {
  for (const item of answers.items("elbv2-describe-listeners")) {
    const arn = item.id("ListenerArn");
    const props = {
      arn,
      loadBalancerArn: item.text("LoadBalancerArn"),
      port: item.number("Port"),
      protocol: item.text("Protocol"),
      defaultActions: item.list("DefaultActions").map(actionOf),
    };
    collection.add(types.listener, arn, props, item);
  }
  const listeners = collection.ofType(types.listener).map(({ id }) => id);
  for (const item of answers.items("elbv2-describe-rules")) {
    if (item.flag("IsDefault") === true) continue;
    const listener = listeners.find((arn) => item.file.id !== undefined && isIdOf(item.file.id, arn));
    const props = { listenerArn: listener, actions: item.list("Actions").map(actionOf) };
    collection.add(types.listenerRule, item.id("RuleArn"), props, item);
  }
}

/** Target groups with what is registered in them, whatever its health: a balancer without healthy targets sends to all. */
export function readTargets(answers: Answers, collection: Collection): void {
  for (const item of answers.items("elbv2-describe-target-groups")) {
    const arn = item.id("TargetGroupArn");
    collection.add(
      types.targetGroup,
      arn,
      {
        arn,
        name: item.text("TargetGroupName"),
        port: item.number("Port"),
        protocol: item.text("Protocol"),
        vpcId: item.text("VpcId"),
        targetType: item.text("TargetType") ?? "instance",
        ipAddressType: item.text("IpAddressType"),
        loadBalancerArns: item.texts("LoadBalancerArns"),
        preserveClientIp: attribute(
          answers,
          "elbv2-describe-target-group-attributes",
          arn,
          "preserve_client_ip.enabled",
        ),
      },
      item,
    );
  }
  const groups = collection.ofType(types.targetGroup).map(({ id }) => id);
  for (const root of answers.roots("elbv2-describe-target-health")) {
    const { id } = root.file;
    const group = root.text("TargetGroupArn") ?? groups.find((arn) => id !== undefined && isIdOf(id, arn));
    for (const item of root.list("TargetHealthDescriptions")) {
      const target = item.object("Target");
      if (target === undefined) continue;
      const targetId = target.id("Id");
      const port = target.number("Port");
      const props = {
        targetGroupArn: group,
        targetId,
        port,
        availabilityZone: target.text("AvailabilityZone"),
      };
      collection.add(types.target, [group ?? id ?? "", targetId, port ?? ""].join(" "), props, item);
    }
  }
}
