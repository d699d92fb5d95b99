import { controls } from "../controls";
import { expect, expectSet } from "../expect";
import { type ResourceFacts } from "../facts/resource";
import { type Finding, refused, type Rule, undetermined } from "../rule";

const fix = "Name a KMS key of this stack.";
const reason =
  "With a key of the stack's own, who may read is decided here, and a deleted key ends all access.";
const tableType = "aws:dynamodb/table:Table";

/** The property that names the key. The key's id is an output, unknown at the first preview: being set is what counts. */
const keyProperty: Readonly<Record<string, string>> = {
  "aws:cloudwatch/logGroup:LogGroup": "kmsKeyId",
  "aws:secretsmanager/secret:Secret": "kmsKeyId",
  "aws:sns/topic:Topic": "kmsMasterKeyId",
};

function checkTable(table: ResourceFacts): readonly Finding[] {
  const property = "serverSideEncryption";
  const encryption = table.props.object(property);
  if (encryption.state === "unknown") return [undetermined([table, property], encryption, reason, fix)];
  if (encryption.state === "absent") return [refused([table, property], "not set", reason, fix)];
  const enabled = expect({
    ...{
      resource: table,
      property: `${property}.enabled`,
      fact: encryption.value.flag("enabled"),
      reason,
      fix,
    },
    accepts: (on) => on,
    absentIs: "refused",
  });
  const key = encryption.value.get("kmsKeyArn");
  return [...enabled, ...expectSet(table, `${property}.kmsKeyArn`, key, reason, fix)];
}

export const encryptedWithOwnKey: Rule = {
  id: "encrypted-with-own-key",
  title: "Tables, logs, secrets and topics are encrypted with a key of the stack's own.",
  control: controls.encryptedAtRest,
  severity: "medium",
  frameworks: { nist: ["SC-28(1)", "SC-12"], cis: [], slsa: [] },
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html",
  cause: "A DynamoDB table, log group, secret or topic without a KMS key.",
  fix,
  judges: (type) => type === tableType || Object.hasOwn(keyProperty, type),
  check(resource) {
    if (resource.type === tableType) return checkTable(resource);
    const property = keyProperty[resource.type] ?? "kmsKeyId";
    return expectSet(resource, property, resource.props.get(property), reason, fix);
  },
};
