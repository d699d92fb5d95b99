import { policyJson } from "../../../infra/iam";
import { account, type Call, type Caller } from "./evaluator";

export const tools = "overflow-staging-111122223333-tools";
export const records = "overflow-staging-111122223333-records";
export const endpoints = { try: "vpce-try", release: "vpce-release", mirrors: "vpce-mirrors" };
export const publisher = "arn:aws:iam::999999999999:role/publisher";
export const foreign = "arn:aws:iam::999999999999:role/somebody";
export const administratorArn = `arn:aws:iam::${account}:role/admin`;
export const administrator: Caller = {
  principal: administratorArn,
  policies: [policyJson([{ Sid: "All", Effect: "Allow", Action: "*", Resource: "*" }])],
};
export const as = (principal: string): Caller => ({ ...administrator, principal });

/** Over TLS, with what AWS knows of any such request. */
export const over = (endpoint?: string, more: NonNullable<Call["context"]> = {}) => ({
  "aws:SecureTransport": "true",
  "s3:TlsVersion": "1.3",
  ...(endpoint === undefined ? {} : { "aws:SourceVpce": endpoint }),
  ...more,
});
export const byAdministrator = { "aws:PrincipalAccount": account, "aws:PrincipalArn": administratorArn };
export const byPublisher = { "aws:PrincipalAccount": "999999999999", "aws:PrincipalArn": publisher };
