import {
  type ChangeAction,
  ChangeResourceRecordSetsCommand,
  GetHostedZoneCommand,
  ListResourceRecordSetsCommand,
  type ResourceRecordSet,
  type RRType,
} from "@aws-sdk/client-route-53";
import { type Aws } from "../../aws";
import { given } from "../given";
import { route53, untilInSync } from "./common";

/** The name of a zone, with its final dot. */
export async function zoneName(aws: Aws, zoneId: string): Promise<string> {
  const { HostedZone } = await route53(aws).send(new GetHostedZoneCommand({ Id: zoneId }));
  return given(HostedZone?.Name, "a zone's name");
}

/** As Route 53 answers names: lower case, with the final dot, `*` in octal. */
export const answeredName = (name: string): string =>
  `${name.toLowerCase().replace(/\.$/, "").replaceAll("*", "\\052")}.`;

export interface RecordKey {
  readonly name: string;
  readonly type: string;
}

/** The record sets of a name and type, of which there may be several with different set identifiers; without: all. */
export async function recordSets(aws: Aws, zoneId: string, only?: RecordKey): Promise<ResourceRecordSet[]> {
  const found: ResourceRecordSet[] = [];
  let start: { StartRecordName?: string | undefined; StartRecordType?: RRType | undefined } =
    only === undefined ? {} : { StartRecordName: only.name, StartRecordType: only.type as RRType };
  for (;;) {
    const page = await route53(aws).send(
      new ListResourceRecordSetsCommand({ HostedZoneId: zoneId, ...start }),
    );
    const sets = page.ResourceRecordSets ?? [];
    const wanted = sets.filter(
      (set) => only === undefined || (set.Name === answeredName(only.name) && set.Type === only.type),
    );
    found.push(...wanted);
    // They come in order: the first that does not match ends the search.
    if (page.IsTruncated !== true || (only !== undefined && wanted.length < sets.length)) return found;
    start = { StartRecordName: page.NextRecordName, StartRecordType: page.NextRecordType };
  }
}

export interface RecordChange {
  readonly action: ChangeAction;
  readonly set: ResourceRecordSet;
}

/** Makes the changes together, and waits until they are everywhere. */
export async function changeRecords(
  aws: Aws,
  zoneId: string,
  changes: readonly RecordChange[],
): Promise<void> {
  const { ChangeInfo } = await route53(aws).send(
    new ChangeResourceRecordSetsCommand({
      HostedZoneId: zoneId,
      ChangeBatch: {
        Comment: "Managed by Pulumi",
        Changes: changes.map(({ action, set }) => ({ Action: action, ResourceRecordSet: set })),
      },
    }),
  );
  await untilInSync(aws, ChangeInfo?.Id);
}

/** All but those that belong to the zone itself. */
export async function deleteAllRecords(aws: Aws, zoneId: string): Promise<void> {
  const apex = await zoneName(aws, zoneId);
  const own = (set: ResourceRecordSet): boolean =>
    set.Name === apex && (set.Type === "NS" || set.Type === "SOA");
  const foreign = (await recordSets(aws, zoneId)).filter((set) => !own(set));
  if (foreign.length > 0)
    await changeRecords(
      aws,
      zoneId,
      foreign.map((set) => ({ action: "DELETE", set })),
    );
}
