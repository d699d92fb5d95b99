import { resource, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";

const permission = (props: object) =>
  resource("aws:lambda/permission:Permission", "permission", { action: "lambda:InvokeFunction", ...props });

export const cases: RuleCases = {
  accepts: {
    "a service with its source, before that exists": {
      resources: [permission({ principal: "scheduler.amazonaws.com", sourceArn: unknownText })],
    },
    "one account": { resources: [permission({ principal: "123456789012" })] },
  },
  refuses: {
    "a function URL": {
      resources: [resource("aws:lambda/functionUrl:FunctionUrl", "url")],
      finds: [["refused", "url"]],
    },
    "an API Gateway": {
      resources: [resource("aws:apigatewayv2/api:Api", "api")],
      finds: [["refused", "api"]],
    },
    everyone: {
      resources: [permission({ principal: "*" })],
      finds: [["refused", "permission", "principal"]],
    },
    "a service without its source": {
      resources: [permission({ principal: "events.amazonaws.com" })],
      finds: [["refused", "permission", "sourceArn"]],
    },
    "a caller that is not known": {
      resources: [permission({ principal: unknownText })],
      finds: [["undetermined", "permission", "principal"]],
    },
    "a permission for a function URL": {
      resources: [permission({ principal: "123456789012", functionUrlAuthType: "NONE" })],
      finds: [["refused", "permission", "functionUrlAuthType"]],
    },
  },
};
