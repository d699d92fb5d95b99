import { type Attributes } from "../mocks";
import { account } from "./evaluator";

const region = "us-east-1";

/** Services without region and account, or without region, in their ARNs. */
const prefixes: Readonly<Record<string, string>> = {
  s3: "arn:aws:s3:::",
  iam: `arn:aws:iam::${account}:`,
};

/** How a resource's ARN goes on behind the account, where it is not `<kind>/<name>`. */
const bodies: Readonly<Record<string, (name: string, inputs: Readonly<Record<string, unknown>>) => string>> =
  {
    "aws:ec2/launchTemplate:LaunchTemplate": (name) => `launch-template/${name}`,
    "aws:ec2/securityGroup:SecurityGroup": (name) => `security-group/${name}`,
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": (name) => `security-group/${name}`,
    "aws:ec2/vpcEndpoint:VpcEndpoint": (name) => `vpc-endpoint/${name}`,
    "aws:iam/role:Role": (name, inputs) => `role${text(inputs["path"], "/")}${name}`,
    "aws:iam/instanceProfile:InstanceProfile": (name, inputs) =>
      `instance-profile${text(inputs["path"], "/")}${name}`,
    "aws:secretsmanager/secret:Secret": (name) => `secret:${name}`,
    "aws:lambda/function:Function": (name, inputs) => `function:${text(inputs["name"], name)}`,
    "aws:dynamodb/table:Table": (name, inputs) => `table/${text(inputs["name"], name)}`,
    "aws:cloudwatch/logGroup:LogGroup": (name, inputs) => `log-group:${text(inputs["name"], name)}`,
    "aws:s3/bucket:Bucket": (name, inputs) => text(inputs["bucket"], name),
    "aws:sns/topic:Topic": (name) => name,
  };

/** Service names that differ between Pulumi's tokens and ARNs. */
const services: Readonly<Record<string, string>> = { cloudwatch: "logs" };

/** ARNs as AWS makes them, with the resource's name in place of the id, so that policies and pages can be read. */
export const realArns: Attributes = ({ type, name, inputs }) => {
  const match = /^aws:([a-z0-9]+)\/([a-zA-Z0-9]+):/.exec(type);
  if (match === null) return {};
  const [, module = "", kind = ""] = match;
  const service = services[module] ?? module;
  const body = bodies[type]?.(name, inputs as Readonly<Record<string, unknown>>) ?? `${kind}/${name}`;
  return { arn: `${prefixes[service] ?? `arn:aws:${service}:${region}:${account}:`}${body}` };
};

function text(value: unknown, otherwise: string): string {
  return typeof value === "string" ? value : otherwise;
}
