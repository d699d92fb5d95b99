import { resource, unknownFlag } from "../stack";
import { type RuleCases } from "./ruleCases";
import { refusedTypes } from "./types";

const database = (props: object) => resource("aws:rds/instance:Instance", "db", { ...props });
const search = (props: object) => resource("aws:opensearch/domain:Domain", "search", { ...props });

export const cases: RuleCases = {
  accepts: {
    "a database that says it is private": { resources: [database({ publiclyAccessible: false })] },
    "a search domain in a VPC": { resources: [search({ vpcOptions: { subnetIds: ["subnet-1"] } })] },
    "a table": { resources: [resource("aws:dynamodb/table:Table", "table")] },
  },
  refuses: {
    ...refusedTypes({
      "file transfer": "aws:transfer/server:Server",
      "a foreign server": "aws:dms/endpoint:Endpoint",
      "leave for another account": "aws:opensearch/authorizeVpcEndpointAccess:AuthorizeVpcEndpointAccess",
    }),
    "a public database": {
      resources: [database({ publiclyAccessible: true })],
      finds: [["refused", "db", "publiclyAccessible"]],
    },
    "a broker that does not say": {
      resources: [resource("aws:mq/broker:Broker", "broker")],
      finds: [["refused", "broker", "publiclyAccessible"]],
    },
    "a search domain outside": { resources: [search({})], finds: [["refused", "search", "vpcOptions"]] },
    "a database of which it is not known": {
      resources: [database({ publiclyAccessible: unknownFlag })],
      finds: [["undetermined", "db", "publiclyAccessible"]],
    },
  },
};
