import { unknownObject, unknownText } from "../../stack";
import { type EscapeCase } from "../escapeCases";
import { own, ownAccount } from "../own";
import { add, instance, metadataOptions, ofTypes, rowOf, template } from "../shapes";
import { document, rights, role, trust } from "./rights";

const escalates = rowOf(54, "no-privilege-escalation");
const metadata = rowOf(55, "instance-metadata-v2");

const iam = add("iam");
const other = "999999999999";
const may = (statement: object) => [role("role"), rights(document(statement))];
const trusting = (principal: object | string, more: object = {}) =>
  role("it", { assumeRolePolicy: trust(principal, more) });
const roleArn = (name: string, folder = "overflow/local/") =>
  `arn:aws:iam::${ownAccount}:role/${folder}${name}`;
const toEc2 = { Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } } };
const lambda = trust({ Service: "lambda.amazonaws.com" });
const strong = [
  role("strong"),
  rights(document({ Action: "ec2:CreateRoute" }), { of: "strong", name: "strong-rights" }),
];
const pass = (to: string, name: string, of: string) =>
  rights(document({ Action: "iam:PassRole", Resource: roleArn(to) }), { name, of });
const without = (options: object) => ({ metadataOptions: { ...metadataOptions, ...options } });

/** Rows 54 and 55: rights by way of others, and machines' credentials. */
export const escalations: readonly EscapeCase[] = [
  escalates.escape("PassRole on everything", may({ Action: "iam:PassRole" })),
  escalates.escape(
    "PassRole on every role of the account, to EC2",
    may({ Action: "iam:PassRole", Resource: `arn:aws:iam::${ownAccount}:role/*`, ...toEc2 }),
  ),
  escalates.escape(
    "PassRole on a role from outside",
    may({ Action: "iam:PassRole", Resource: roleArn("admin", ""), ...toEc2 }),
  ),
  escalates.escape("PassRole by a wildcard", may({ Action: "iam:*Role" })),
  escalates.escape("a stronger role of the stack, for machines", [
    ...strong,
    role("role"),
    pass("strong", "it", "role"),
  ]),
  escalates.escape("a stronger role, over two steps", [
    ...strong,
    role("middle", { assumeRolePolicy: lambda }),
    pass("strong", "middle-rights", "middle"),
    role("start"),
    pass("middle", "it", "start"),
  ]),
  escalates.escape("a stronger role that the account's people take on", [
    role("strong", { assumeRolePolicy: trust({ AWS: `arn:aws:iam::${ownAccount}:root` }) }),
    rights(document({ Action: "ec2:CreateRoute" }), { of: "strong", name: "strong-rights" }),
    role("role"),
    rights(document({ Action: "sts:AssumeRole", Resource: roleArn("strong") })),
  ]),
  escalates.escape(
    "taking on another account's role",
    may({ Action: "sts:AssumeRole", Resource: `arn:aws:iam::${other}:role/r` }),
  ),
  escalates.escape("taking on any role", may({ Action: "sts:*" })),
  ...[
    "iam:PutRolePolicy",
    "iam:AttachRolePolicy",
    "iam:CreatePolicyVersion",
    "iam:UpdateAssumeRolePolicy",
    "iam:CreateAccessKey",
    "lambda:UpdateFunctionCode",
    "ssm:SendCommand",
    "cloudformation:CreateStack",
  ].map((Action) => escalates.escape(Action, may({ Action }))),
  escalates.escape("trust in everybody", trusting("*")),
  escalates.escape("trust in every account", trusting({ AWS: "*" })),
  escalates.escape("trust in another account", trusting({ AWS: other })),
  escalates.escape("trust in another account's role", trusting({ AWS: `arn:aws:iam::${other}:role/r` })),
  escalates.escape(
    "trust in an identity provider",
    trusting({ Federated: `arn:aws:iam::${ownAccount}:oidc-provider/ci.example` }),
  ),
  escalates.escape(
    "trust in GitHub's identity provider, for one repository",
    trusting(
      { Federated: `arn:aws:iam::${ownAccount}:oidc-provider/token.actions.githubusercontent.com` },
      {
        Condition: {
          StringEquals: { "token.actions.githubusercontent.com:sub": "repo:o/r:ref:refs/heads/main" },
        },
      },
    ),
  ),
  escalates.escape(
    "trust in a service that may act for anybody",
    trusting({ Service: "scheduler.amazonaws.com" }),
  ),
  escalates.escape("trust that is not known", role("it", { assumeRolePolicy: unknownText })),
  escalates.escape("a machine with a profile from outside", instance("it", { iamInstanceProfile: "admin" })),
  escalates.escape(
    "a template with a profile from outside",
    template("it", { iamInstanceProfile: { name: "admin" } }),
  ),
  escalates.escape("a profile with a role from outside", iam("InstanceProfile", "it", { role: "admin" })),
  escalates.escape("a function with a role from outside", [], {
    changes: { [own.scaler]: { role: roleArn("admin", "") } },
  }),
  escalates.escape("the scaler's rights without their ceiling", [], { removes: [own.scalerCeiling] }),
  ...ofTypes(
    54,
    "no-privilege-escalation",
  )({
    "a long-lived key": "iam AccessKey",
    "an identity provider": "iam OpenIdConnectProvider",
    "a SAML provider": "iam SamlProvider",
    "a trust anchor": "rolesanywhere TrustAnchor",
    "a user's password": "iam UserLoginProfile",
  }),
  escalates.twin("PassRole on the workers' role, to EC2", [
    role("role", { assumeRolePolicy: lambda }),
    rights(document({ Action: "iam:PassRole", Resource: roleArn("*"), ...toEc2 })),
  ]),
  escalates.twin(
    "trust in the account's own service",
    trusting(
      { Service: "scheduler.amazonaws.com" },
      { Condition: { StringEquals: { "aws:SourceAccount": ownAccount } } },
    ),
  ),
  escalates.twin(
    "a machine with the stack's profile",
    instance("vm", { iamInstanceProfile: unknownText }, { iamInstanceProfile: [own.workerProfile] }),
  ),

  metadata.escape("a machine that says nothing", instance("it", { metadataOptions: undefined })),
  metadata.escape("a machine without tokens", instance("it", without({ httpTokens: "optional" }))),
  metadata.escape("a machine whose answers travel", instance("it", without({ httpPutResponseHopLimit: 2 }))),
  metadata.escape(
    "a machine that says nothing of hops",
    instance("it", without({ httpPutResponseHopLimit: undefined })),
  ),
  metadata.escape("a template without tokens", template("it", without({ httpTokens: "optional" }))),
  metadata.escape("options that are not known", template("it", { metadataOptions: unknownObject })),
  metadata.escape("the workers' template without tokens", [], {
    changes: { [own.workerTemplate]: without({ httpTokens: "optional" }) },
  }),
  metadata.escape("the region's default without tokens", [], {
    changes: { [own.metadata]: { httpTokens: "optional" } },
  }),
  metadata.escape("the region's default, further away", [], {
    changes: { [own.metadata]: { httpPutResponseHopLimit: 3 } },
  }),
  metadata.escape("the region's default left out by who owns the switches", [], { removes: [own.metadata] }),
  metadata.twin("a machine with tokens, one hop away", instance("vm")),
];
