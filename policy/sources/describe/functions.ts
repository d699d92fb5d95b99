import { isJson } from "../json";
import { type Answers } from "./answers";
import { type Collection } from "./collection";
import { documentOf } from "./documents";
import { types } from "./types";

/** Functions, where they run and who may call them; never their environment. Source: Lambda API, FunctionConfiguration. */
export function readFunctions(answers: Answers, collection: Collection): void {
  for (const item of answers.items("lambda-list-functions")) {
    const name = item.id("FunctionName");
    const config = item.object("VpcConfig");
    const isInVpc = config?.text("VpcId") !== undefined;
    const vpcConfig = isInVpc && {
      vpcConfig: {
        vpcId: config.text("VpcId"),
        subnetIds: config.texts("SubnetIds"),
        securityGroupIds: config.texts("SecurityGroupIds"),
        ipv6AllowedForDualStack: config.flag("Ipv6AllowedForDualStack"),
      },
    };
    collection.add(
      types.lambda,
      name,
      {
        name,
        arn: item.text("FunctionArn"),
        role: item.text("Role"),
        runtime: item.text("Runtime"),
        ...vpcConfig,
      },
      item,
    );
    for (const url of answers.of("lambda-list-function-url-configs", name)?.list("FunctionUrlConfigs") ??
      []) {
      const props = {
        functionName: name,
        functionArn: url.text("FunctionArn"),
        authorizationType: url.text("AuthType"),
      };
      collection.add(types.lambdaUrl, url.text("FunctionArn") ?? name, props, url);
    }
    const policy = answers.of("lambda-get-policy", name);
    const document = policy && documentOf(policy, "Policy");
    const statements =
      isJson(document) && Array.isArray(document["Statement"])
        ? (document["Statement"] as readonly unknown[])
        : [];
    for (const [index, statement] of statements.entries()) {
      if (policy === undefined || !isJson(statement) || statement["Effect"] === "Deny") continue;
      const sid = typeof statement["Sid"] === "string" ? statement["Sid"] : String(index);
      const props = {
        ...{
          function: name,
          statementId: sid,
          action: statement["Action"],
          principal: principalOf(statement["Principal"]),
        },
        ...conditions(statement["Condition"]),
      };
      collection.add(types.lambdaPermission, `${name} ${sid}`, props, policy);
    }
  }
}

function principalOf(value: unknown): unknown {
  return isJson(value) ? (value["Service"] ?? value["AWS"] ?? "*") : value;
}

/** The conditions that the provider's type has a name for. Source: Lambda API, AddPermission. */
function conditions(value: unknown): Readonly<Record<string, unknown>> {
  const named: Readonly<Record<string, string>> = {
    "aws:sourcearn": "sourceArn",
    "aws:sourceaccount": "sourceAccount",
    "aws:principalorgid": "principalOrgId",
    "lambda:functionurlauthtype": "functionUrlAuthType",
  };
  const tests = isJson(value) ? Object.values(value).filter(isJson) : [];
  return Object.fromEntries(
    tests.flatMap((test) =>
      Object.entries(test).flatMap(([key, inner]) => {
        const name = named[key.toLowerCase()];
        return name === undefined ? [] : [[name, inner] as const];
      }),
    ),
  );
}
