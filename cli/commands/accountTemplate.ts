import { templateText } from "../../infra/account/template";
import { defaultAudience, type DeployTrust, githubIssuer, trustProblem } from "../../infra/account/trust";
import { type Command, exitCodes, type Input, UsageError } from "../command";

export const accountTemplate: Command = {
  name: "account template",
  summary: "prints what an account needs before its first stack: state, its key, a deploy role",
  positionals: [],
  options: {
    subject: { type: "string" },
    issuer: { type: "string" },
    audience: { type: "string" },
    "provider-exists": { type: "boolean" },
    operator: { type: "string" },
    "owns-region-guard": { type: "boolean" },
  },
  optionHelp: {
    subject: "who in CI deploys, e.g. repo:acme/overflow:environment:staging; several with commas",
    issuer: `CI's identity provider; default: ${githubIssuer}`,
    audience: `audience of its tokens; default: ${defaultAudience}`,
    "provider-exists": "the account has this identity provider already",
    operator: "ARNs of roles of people who deploy, with commas",
    "owns-region-guard": "stacks deployed here own the region's switches (overflow:regionGuard: owner)",
  },
  examples: [
    "overflow account template --subject repo:acme/overflow:environment:staging > account.json",
    "overflow account template --operator arn:aws:iam::111122223333:role/admin --owns-region-guard",
  ],
  run({ flags }, { terminal }) {
    const trust = trustOf(flags);
    const problem = trustProblem(trust);
    if (problem !== null) throw new UsageError(`overflow account template: ${problem}`);
    const template = templateText({
      trust,
      guardOwner: flags["owns-region-guard"] === true,
      providerExists: flags["provider-exists"] === true,
    });
    terminal.print(template);
    for (const line of nextSteps) terminal.say(line);
    return Promise.resolve(exitCodes.ok);
  },
};

/** What the flags say of who may deploy. */
export function trustOf(flags: Input["flags"]): DeployTrust {
  const text = (name: string): string | undefined => {
    const value = flags[name];
    return typeof value === "string" ? value : undefined;
  };
  const list = (value: string | undefined): string[] =>
    value === undefined ? [] : value.split(",").map((part) => part.trim());
  const subjects = list(text("subject"));
  return {
    oidc:
      subjects.length === 0
        ? null
        : {
            issuer: text("issuer") ?? githubIssuer,
            audience: text("audience") ?? defaultAudience,
            subjects,
          },
    operators: list(text("operator")),
  };
}

const nextSteps = [
  "Saved as account.json, an administrator of the account makes it, once a region:",
  "  aws cloudformation deploy --stack-name overflow-account --template-file account.json --capabilities CAPABILITY_NAMED_IAM",
  "  aws cloudformation describe-stacks --stack-name overflow-account --query 'Stacks[0].Outputs' --output table",
  "Then, with the outputs BackendUrl and SecretsProvider:",
  "  pulumi login <BackendUrl>",
  "  overflow up staging --secrets-provider '<SecretsProvider>'",
];
