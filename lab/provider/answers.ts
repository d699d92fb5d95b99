import { CheckFailure, CheckResponse, DiffResponse, PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";
import { type Difference, type PropertyChange } from "./diff";
import { same } from "./equality";
import { type CheckFailure as Failure } from "./resourceType";
import { toStruct } from "./struct";
import { type Props } from "./values";

export function checkResponse(inputs: Props, failures: readonly Failure[]): CheckResponse {
  return new CheckResponse()
    .setInputs(toStruct(inputs))
    .setFailuresList(
      failures.map(({ property, reason }) => new CheckFailure().setProperty(property).setReason(reason)),
    );
}

const { Kind } = PropertyDiff;
const kinds = {
  add: [Kind.ADD, Kind.ADD_REPLACE],
  delete: [Kind.DELETE, Kind.DELETE_REPLACE],
  update: [Kind.UPDATE, Kind.UPDATE_REPLACE],
} as const;

function propertyDiff({ kind, replaces }: PropertyChange): PropertyDiff {
  return new PropertyDiff().setKind(kinds[kind][replaces ? 1 : 0]).setInputdiff(true);
}

export function diffResponse({ changes, deleteBeforeReplace }: Difference): DiffResponse {
  const { DIFF_NONE, DIFF_SOME } = DiffResponse.DiffChanges;
  const response = new DiffResponse()
    .setChanges(changes.length === 0 ? DIFF_NONE : DIFF_SOME)
    .setDiffsList(changes.map((change) => change.property))
    .setReplacesList(changes.filter((change) => change.replaces).map((change) => change.property))
    .setDeletebeforereplace(deleteBeforeReplace)
    .setHasdetaileddiff(true);
  for (const change of changes) response.getDetaileddiffMap().set(change.property, propertyDiff(change));
  return response;
}

/** A changed provider setting never replaces what it provides, except the region. */
export function diffConfigResponse(olds: Props, news: Props): DiffResponse {
  const keys = [...new Set([...Object.keys(olds), ...Object.keys(news)])];
  const changes = keys
    .filter((key) => !same(olds[key], news[key]))
    .map((property): PropertyChange => ({ property, kind: "update", replaces: property === "region" }));
  return diffResponse({ changes, deleteBeforeReplace: false });
}
