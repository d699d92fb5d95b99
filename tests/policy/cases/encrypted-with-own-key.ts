import { resource, unknownFlag, unknownObject, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";

const table = (serverSideEncryption: unknown) =>
  resource("aws:dynamodb/table:Table", "table", { serverSideEncryption });
const logs = (kmsKeyId: unknown) => resource("aws:cloudwatch/logGroup:LogGroup", "logs", { kmsKeyId });

export const cases: RuleCases = {
  accepts: {
    "a key that does not exist yet": {
      resources: [table({ enabled: true, kmsKeyArn: unknownText }), logs(unknownText)],
    },
    "a key by its ARN": {
      resources: [
        resource("aws:secretsmanager/secret:Secret", "secret", {
          kmsKeyId: "arn:aws:kms:eu-central-1:123456789012:key/k",
        }),
      ],
    },
  },
  refuses: {
    "a table without encryption": {
      resources: [table(undefined)],
      finds: [["refused", "table", "serverSideEncryption"]],
    },
    "a table with AWS's key": {
      resources: [table({ enabled: true })],
      finds: [["refused", "table", "serverSideEncryption.kmsKeyArn"]],
    },
    "a table with encryption off or unknown": {
      resources: [table({ enabled: unknownFlag, kmsKeyArn: unknownText })],
      finds: [["undetermined", "table", "serverSideEncryption.enabled"]],
    },
    "a table of which nothing is known": {
      resources: [table(unknownObject)],
      finds: [["undetermined", "table", "serverSideEncryption"]],
    },
    "logs without a key": { resources: [logs(undefined)], finds: [["refused", "logs", "kmsKeyId"]] },
    "a secret whose key is empty": {
      resources: [resource("aws:secretsmanager/secret:Secret", "secret", { kmsKeyId: "" })],
      finds: [["refused", "secret", "kmsKeyId"]],
    },
  },
};
