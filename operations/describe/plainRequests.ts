import { type Call, type Service } from "../../policy/sources/describe/call";
import { isJson, type Json } from "../../policy/sources/json";
import { type ClientConfig } from "../clients";
import { type Credentials, signed } from "./signature";

/** How a service is asked that has no client here. */
interface Protocol {
  readonly path: (call: Call) => string;
  readonly headers: (call: Call) => Readonly<Record<string, string>>;
}

const words = (operation: string) => operation.split("-");
const pascal = (operation: string) =>
  words(operation)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");

/**
 * Sources: Direct Connect API reference, "Making API requests" (JSON 1.1, target prefix OvertureService); RAM API reference,
 * GetResourceShares (POST /getresourceshares).
 */
const protocols: Partial<Record<Service, Protocol>> = {
  directconnect: {
    path: () => "/",
    headers: ({ operation }) => ({
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `OvertureService.${pascal(operation)}`,
    }),
  },
  ram: {
    path: ({ operation }) => `/${words(operation).join("")}`,
    headers: () => ({ "content-type": "application/json" }),
  },
};

/** True for services that `plainRequest` can ask. */
export function isPlain(service: Service): boolean {
  return protocols[service] !== undefined;
}

/** One request to a service without a client. @throws Error whose `name` is AWS's code of the failure */
export async function plainRequest(
  call: Call,
  input: Json,
  config: ClientConfig,
  credentials: () => Promise<Credentials>,
): Promise<Json> {
  const { service } = call;
  const protocol = protocols[service];
  if (protocol === undefined)
    throw new Error(`there is no client for the service '${service}'; ask it with the AWS CLI`);
  const { region, endpoint = `https://${service}.${region}.${suffixOf(region)}` } = config;
  const url = new URL(protocol.path(call), endpoint);
  const body = JSON.stringify(input);
  const request = { method: "POST", url, headers: protocol.headers(call), body } as const;
  const { host: _, ...headers } = signed(request, { service, region, at: new Date() }, await credentials());
  const answer = await fetch(url, { method: "POST", headers, body });
  const json: unknown = await answer.json().catch(() => undefined);
  if (answer.ok && isJson(json)) return json;
  const { __type: type, message, Message = message } = isJson(json) ? json : {};
  const code = typeof type === "string" ? type.split("#").pop() : answer.headers.get("x-amzn-errortype");
  const reason = typeof Message === "string" ? Message : `HTTP ${answer.status}`;
  throw Object.assign(new Error(reason), { name: code ?? "Error" });
}

/** Source: AWS General Reference, "AWS partitions". */
function suffixOf(region: string): string {
  return region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
}
