import { controls } from "../controls";
import { deniedTypes } from "../denied/denied";
import { expect, expectUnset } from "../expect";
import { accountOf, ownAccounts } from "../facts/accounts";
import { type ResourceFacts, type StackFacts } from "../facts/resource";
import { type Finding, refused, type Rule, shown, undetermined } from "../rule";
import { nameIn } from "../types";

const permissionType = "aws:lambda/permission:Permission";
const fix = "Name one principal and, for an AWS service, the sourceArn of the resource that calls.";

const types = deniedTypes["no-public-function"] ?? {};

function checkPermission(permission: ResourceFacts): readonly Finding[] {
  const { props } = permission;
  const principal = props.text("principal");
  const open = expect({
    ...{ resource: permission, property: "principal", fact: principal, fix },
    accepts: (who) => !who.includes("*"),
    absentIs: "refused",
    reason: "Anyone with an AWS account could call the function.",
  });
  const url = ["functionUrlAuthType", "invokedViaFunctionUrl"].flatMap((name) =>
    expectUnset(
      permission,
      name,
      props.get(name),
      "The permission is for a function URL, which is reached from the internet.",
      "Call the function by its name, through the Lambda API.",
    ),
  );
  const isService = principal.state === "known" && principal.value.includes(".amazonaws.com");
  const named = ["sourceArn", "sourceAccount"].some((name) => props.get(name).state !== "absent");
  const reason = "Any customer's resource of that service could call the function.";
  const anySource = refused([permission, "sourceArn"], "not set", reason, fix);
  return [...open, ...url, ...(isService && !named ? [anySource] : [])];
}

/** Callers and sources of other accounts. A source's ARN without an account, such as a bucket's, needs `sourceAccount`. */
function checkAccounts(stack: StackFacts): readonly Finding[] {
  const own = ownAccounts(stack);
  const why = "Another account could call the function.";
  return stack.ofType(permissionType).flatMap((permission) =>
    ["principal", "sourceArn", "sourceAccount"].flatMap((property): readonly Finding[] => {
      const fact = permission.props.text(property);
      if (fact.state !== "known") return [];
      const account = /^\d{12}$/.test(fact.value) ? fact.value : accountOf(fact.value);
      if (account !== undefined && own.has(account)) return [];
      if (account !== undefined) {
        const unsure = { state: "unknown", why: "is an account, and the stack's own is not known" } as const;
        return own.size === 0
          ? [undetermined([permission, property], unsure, why, fix)]
          : [refused([permission, property], shown(fact), why, fix)];
      }
      const isOpen = property === "sourceArn" && permission.props.get("sourceAccount").state === "absent";
      return isOpen
        ? [refused([permission, property], shown(fact), why, "Set sourceAccount beside it.")]
        : [];
    }),
  );
}

export const noPublicFunction: Rule = {
  id: "no-public-function",
  title: "A function is called by named principals only, and never from the internet.",
  control: controls.listedServices,
  severity: "critical",
  frameworks: { nist: ["AC-3", "AC-4", "SC-7"], cis: [], slsa: [] },
  url: "https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html",
  cause:
    "A function URL, a permission for everyone, for another account, or for a service without its source.",
  fix,
  judges: (type) => type === permissionType || nameIn(types, type) !== undefined,
  check(resource) {
    if (resource.type === permissionType) return checkPermission(resource);
    const what = nameIn(types, resource.type) ?? resource.type;
    const advice = "Call the function by its name, through the Lambda API.";
    return [refused([resource], what, "It lets others call the function.", advice)];
  },
  relate: checkAccounts,
};
