import { type ResourceRecordSet, type RRType } from "@aws-sdk/client-route-53";
import { type Aws } from "../../aws";
import { blocks, flag, needText, numeric, text, texts } from "../../properties";
import { type CheckFailure, type ResourceType } from "../../resourceType";
import { type Props } from "../../values";
import { ifExists } from "../../wait";
import { changeRecords, recordSets, zoneName } from "./recordSets";
import { refuse, withoutDot } from "./common";

const routingPolicies = [
  "cidrRoutingPolicy",
  "failoverRoutingPolicies",
  "geolocationRoutingPolicies",
  "geoproximityRoutingPolicy",
  "latencyRoutingPolicies",
  "multivalueAnswerRoutingPolicy",
  "weightedRoutingPolicies",
];

/** Zone, name, type and, where there is one, set identifier; a name may hold underscores, a type does not. */
const idPattern =
  /^([^_]+)_(.*)_(A|AAAA|CAA|CNAME|DS|HTTPS|MX|NAPTR|NS|PTR|SOA|SPF|SRV|SSHFP|SVCB|TLSA|TXT)(?:_(.+))?$/;

interface Key {
  readonly zoneId: string;
  readonly name: string;
  readonly type: string;
  readonly setIdentifier: string | undefined;
}

const bareZoneId = (id: string): string => id.replace("/hostedzone/", "");

/** What was declared, or on import what the id says. */
function keyOf(id: string, known: Props): Key {
  const [, zoneId = "", name = "", type = "", setIdentifier] = idPattern.exec(id) ?? [];
  return {
    zoneId: bareZoneId(text(known, "zoneId") ?? zoneId),
    name: text(known, "name") ?? name,
    type: text(known, "type") ?? type,
    setIdentifier: text(known, "setIdentifier") ?? setIdentifier,
  };
}

/** A name may be given without its zone's. */
function fullName(name: string, zone: string): string {
  const given = withoutDot(name.toLowerCase()) ?? "";
  const apex = withoutDot(zone) ?? "";
  if (given === apex || given.endsWith(`.${apex}`)) return given;
  return given === "" ? apex : `${given}.${apex}`;
}

const isQuoted = (type: string): boolean => type === "TXT" || type === "SPF";

function setOf(inputs: Props, zone: string): ResourceRecordSet {
  const type = needText(inputs, "type");
  const [alias] = blocks(inputs, "aliases");
  const quote = (value: string): string => (isQuoted(type) ? `"${value}"` : value);
  return {
    Name: fullName(needText(inputs, "name"), zone),
    Type: type as RRType,
    SetIdentifier: text(inputs, "setIdentifier"),
    HealthCheckId: text(inputs, "healthCheckId"),
    ...(alias === undefined
      ? {
          TTL: numeric(inputs, "ttl"),
          ResourceRecords: texts(inputs, "records").map((value) => ({ Value: quote(value) })),
        }
      : {
          AliasTarget: {
            DNSName: needText(alias, "name"),
            HostedZoneId: needText(alias, "zoneId"),
            EvaluateTargetHealth: flag(alias, "evaluateTargetHealth") ?? false,
          },
        }),
  };
}

/** Case, final dot and `dualstack.` do not tell the target of an alias apart. */
const aliasName = (name: string): string =>
  (withoutDot(name.toLowerCase()) ?? "").replace(/^dualstack\./, "");

function aliasesOf(set: ResourceRecordSet, known: Props): Props[] | null {
  const target = set.AliasTarget;
  if (target === undefined) return null;
  const declared = text(blocks(known, "aliases")[0] ?? {}, "name");
  const name = aliasName(target.DNSName ?? "");
  return [
    {
      name: declared !== undefined && aliasName(declared) === name ? declared : name,
      zoneId: target.HostedZoneId,
      evaluateTargetHealth: target.EvaluateTargetHealth,
    },
  ];
}

function recordsOf(set: ResourceRecordSet): string[] | null {
  if (set.AliasTarget !== undefined) return null;
  const bare = (value: string): string => (isQuoted(set.Type ?? "") ? value.replace(/^"|"$/g, "") : value);
  return (set.ResourceRecords ?? []).map(({ Value }) => bare(Value ?? ""));
}

async function find(aws: Aws, key: Key, zone: string): Promise<ResourceRecordSet | undefined> {
  const found = await recordSets(aws, key.zoneId, { name: fullName(key.name, zone), type: key.type });
  return found.find((set) => set.SetIdentifier === key.setIdentifier);
}

function check(inputs: Props): CheckFailure[] {
  const has = (key: string): boolean => inputs[key] !== undefined;
  if (has("aliases") === has("records"))
    return [{ property: "records", reason: 'Exactly one of "aliases" and "records" must be given.' }];
  if (has("aliases") ? has("ttl") : !has("ttl"))
    return [{ property: "ttl", reason: '"ttl" goes with "records", and never with "aliases".' }];
  return [];
}

export const record: ResourceType = {
  token: "aws:route53/record:Record",
  scope: "global",
  required: ["name", "type", "zoneId"],
  replaceOn: ["name", "zoneId"],
  outputs: ["fqdn"],
  check,
  async create(aws, inputs) {
    refuse(this.token, inputs, routingPolicies);
    const zoneId = bareZoneId(needText(inputs, "zoneId"));
    const set = setOf(inputs, await zoneName(aws, zoneId));
    const action = flag(inputs, "allowOverwrite") === true ? "UPSERT" : "CREATE";
    const parts = [zoneId, withoutDot(needText(inputs, "name").toLowerCase()), set.Type, set.SetIdentifier];
    await changeRecords(aws, zoneId, [{ action, set }]);
    return parts.filter((part) => part !== undefined && part !== "").join("_");
  },
  async read(aws, id, known) {
    const key = keyOf(id, known);
    const zone = await zoneName(aws, key.zoneId);
    const set = await find(aws, key, zone);
    if (set === undefined) return undefined;
    return {
      zoneId: text(known, "zoneId") ?? key.zoneId,
      name: key.name,
      type: set.Type,
      fqdn: fullName(key.name, zone),
      setIdentifier: set.SetIdentifier,
      healthCheckId: set.HealthCheckId,
      aliases: aliasesOf(set, known),
      records: recordsOf(set),
      ttl: set.AliasTarget === undefined ? set.TTL : null,
    };
  },
  /** Another type or set identifier is another record set: the old one goes in the same batch. */
  async update(aws, id, news, olds) {
    refuse(this.token, news, routingPolicies);
    const key = keyOf(id, olds);
    const zone = await zoneName(aws, key.zoneId);
    const set = setOf(news, zone);
    const moved = set.Type !== key.type || set.SetIdentifier !== key.setIdentifier;
    const old = moved ? await find(aws, key, zone) : undefined;
    await changeRecords(aws, key.zoneId, [
      ...(old === undefined ? [] : [{ action: "DELETE", set: old } as const]),
      { action: "UPSERT", set },
    ]);
  },
  async remove(aws, id, state) {
    const key = keyOf(id, state);
    const set = await ifExists(async () => find(aws, key, await zoneName(aws, key.zoneId)));
    if (set !== undefined) await changeRecords(aws, key.zoneId, [{ action: "DELETE", set }]);
  },
};
