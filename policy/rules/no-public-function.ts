import { controls } from "../controls";
import { expect, expectUnset } from "../expect";
import { type ResourceFacts } from "../facts/resource";
import { type Finding, refused, type Rule } from "../rule";
import { type NamedTypes, nameIn } from "../types";

const permissionType = "aws:lambda/permission:Permission";
const fix = "Name one principal and, for an AWS service, the sourceArn of the resource that calls.";

/** Ways to call a function that the policy never allows. */
export const openFunctionTypes: NamedTypes = {
  "aws:lambda/functionUrl:FunctionUrl": "a function URL, which is reached from the internet",
  "aws:lambda/layerVersionPermission:LayerVersionPermission": "a share of a function's layer",
  "aws:lambda/resourcePolicy:ResourcePolicy": "a function's resource policy as a whole",
  "aws:lambda/coreNetworkConnector:CoreNetworkConnector": "a function's link to a Cloud WAN",
  "aws:apigateway/": "an API Gateway",
  "aws:apigatewayv2/": "an API Gateway",
};

function checkPermission(permission: ResourceFacts): readonly Finding[] {
  const { props } = permission;
  const principal = props.text("principal");
  const open = expect({
    ...{ resource: permission, property: "principal", fact: principal, fix },
    accepts: (who) => !who.includes("*"),
    absentIs: "refused",
    reason: "Anyone with an AWS account could call the function.",
  });
  const url = expectUnset(
    permission,
    "functionUrlAuthType",
    props.get("functionUrlAuthType"),
    "The permission is for a function URL, which is reached from the internet.",
    "Call the function by its name, through the Lambda API.",
  );
  const isService = principal.state === "known" && principal.value.includes(".amazonaws.com");
  const named = ["sourceArn", "sourceAccount"].some((name) => props.get(name).state !== "absent");
  const reason = "Any customer's resource of that service could call the function.";
  const anySource = refused([permission, "sourceArn"], "not set", reason, fix);
  return [...open, ...url, ...(isService && !named ? [anySource] : [])];
}

export const noPublicFunction: Rule = {
  id: "no-public-function",
  title: "A function is called by named principals only, and never from the internet.",
  control: controls.listedServices,
  severity: "critical",
  cause: "A function URL, an API Gateway, a permission for everyone, or for a service without its source.",
  fix,
  judges: (type) => type === permissionType || nameIn(openFunctionTypes, type) !== undefined,
  check(resource) {
    if (resource.type === permissionType) return checkPermission(resource);
    const what = nameIn(openFunctionTypes, resource.type) ?? resource.type;
    const advice = "Call the function by its name, through the Lambda API.";
    return [refused([resource], what, "It lets others call the function.", advice)];
  },
};
