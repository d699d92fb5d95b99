import { resource, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";

const provider = (region: unknown, name = "aws") => resource("pulumi:providers:aws", name, { region });
const held = (name: string, ...accounts: readonly string[]) =>
  resource("pulumi:providers:aws", name, { allowedAccountIds: JSON.stringify(accounts) });
const subnet = (availabilityZone: string) =>
  resource("aws:ec2/subnet:Subnet", "subnet", { availabilityZone });

export const cases: RuleCases = {
  accepts: {
    "a provider, and resources that say the same": {
      resources: [
        provider("us-east-1"),
        subnet("us-east-1a"),
        resource("aws:ec2/vpc:Vpc", "vpc", { region: "us-east-1" }),
      ],
    },
    "a provider that takes it from its surroundings": {
      resources: [provider(undefined), subnet("us-east-1a")],
    },
    "two providers of one account": {
      resources: [held("aws", "123456789012"), held("look", "123456789012")],
    },
    "two providers of one region": { resources: [provider("us-east-1"), provider("us-east-1", "look")] },
  },
  refuses: {
    "a switch of another region": {
      resources: [
        provider("us-east-1"),
        resource("aws:ec2/serialConsoleAccess:SerialConsoleAccess", "console", { region: "eu-west-1" }),
      ],
      finds: [["refused", "console", "region"]],
    },
    "a provider of another region": {
      resources: [provider("us-east-1"), provider("eu-west-1", "away"), subnet("us-east-1a")],
      finds: [["refused", "away", "region"]],
    },
    "a provider of whatever region": {
      resources: [provider("us-east-1"), provider(undefined, "default")],
      finds: [["refused", "default", "region"]],
    },
    "a witness of a table elsewhere": {
      resources: [
        provider("us-east-1"),
        resource("aws:dynamodb/table:Table", "table", { globalTableWitness: { regionName: "eu-west-1" } }),
      ],
      finds: [["refused", "table", "globalTableWitness.regionName"]],
    },
    "a zone and replicas elsewhere": {
      resources: [
        provider("us-east-1"),
        subnet("eu-west-1a"),
        resource("aws:secretsmanager/secret:Secret", "secret", { replicas: [{ region: "eu-west-1" }] }),
        resource("aws:dynamodb/table:Table", "table", { replicas: [{ regionName: "eu-west-1" }] }),
      ],
      finds: [
        ["refused", "table", "replicas[0].regionName"],
        ["refused", "subnet", "availabilityZone"],
        ["refused", "secret", "replicas[0].region"],
      ],
    },
    "resources apart, without a provider's word": {
      resources: [
        resource("aws:ec2/vpc:Vpc", "here", { region: "us-east-1" }),
        resource("aws:ec2/vpc:Vpc", "too", { region: "us-east-1" }),
        resource("aws:ec2/vpc:Vpc", "away", { region: "eu-west-1" }),
      ],
      finds: [["refused", "away", "region"]],
    },
    "providers of two accounts, one of whatever account, one of two": {
      resources: [held("aws", "123456789012"), held("other", "999999999999"), held("any")],
      finds: [
        ["refused", "any", "allowedAccountIds"],
        ["refused", "other", "allowedAccountIds"],
      ],
    },
    "a provider of two accounts": {
      resources: [held("aws", "123456789012", "999999999999")],
      finds: [["refused", "aws", "allowedAccountIds"]],
    },
    "an account that is not known": {
      resources: [resource("pulumi:providers:aws", "aws", { allowedAccountIds: unknownText })],
      finds: [["undetermined", "aws", "allowedAccountIds"]],
    },
    "a region that is not known": {
      resources: [provider(unknownText)],
      finds: [["undetermined", "aws", "region"]],
    },
  },
};
