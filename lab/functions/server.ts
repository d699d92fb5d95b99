import { randomUUID } from "node:crypto";
import { type Server } from "node:http";
import { type ControlAnswer, type ControlRequest, serveControl } from "../control";
import { type FunctionHost, Throttled } from "./functionHost";
import { type FunctionRunner } from "./runner";

/** Serves `GET /functions` and `POST /functions/<name>/invocations`, Lambda's Invoke (API reference) without its signature. */
export function serveFunctions(port: number, runner: FunctionRunner): Promise<Server> {
  return serveControl(port, (request) => answer(request, runner));
}

async function answer(request: ControlRequest, runner: FunctionRunner): Promise<ControlAnswer> {
  const { method, path } = request;
  if (method === "GET" && path === "/functions") return { status: 200, body: runner.state() };
  const [, name] = /^\/functions\/([\w-]+)\/invocations$/.exec(path) ?? [];
  if (method !== "POST" || name === undefined) {
    return {
      status: 404,
      body: {
        error: `There is GET /functions and POST /functions/<name>/invocations, not ${method} ${path}.`,
      },
    };
  }
  const host = await runner.find(name);
  if (host === null) return refusal(404, "ResourceNotFoundException", `Function not found: ${name}`);
  return invoke(request, runner, host);
}

async function invoke(
  { headers, body }: ControlRequest,
  runner: FunctionRunner,
  host: FunctionHost,
): Promise<ControlAnswer> {
  const payload = body === "" ? "{}" : body;
  if (!isJson(payload)) {
    return refusal(400, "InvalidRequestContentException", "Could not parse request body into json.");
  }
  const type = headers["x-invocation-type"] ?? headers["x-amz-invocation-type"] ?? "RequestResponse";
  switch (type) {
    case "DryRun":
      return { status: 204, body: "" };
    case "Event":
      runner.enqueue(host.description.name, payload);
      return { status: 202, body: "" };
    case "RequestResponse":
      return invokeNow(host, payload);
    default:
      return refusal(
        400,
        "InvalidParameterValueException",
        `X-Invocation-Type must be RequestResponse, Event or DryRun, got ${JSON.stringify(type)}.`,
      );
  }
}

async function invokeNow(host: FunctionHost, payload: string): Promise<ControlAnswer> {
  try {
    const requestId = randomUUID();
    const result = await host.invoke(payload, requestId);
    return {
      status: 200,
      headers: {
        "content-type": "application/json",
        "x-amzn-requestid": requestId,
        ...(result.functionError === null ? {} : { "x-function-error": result.functionError }),
      },
      body: result.payload,
    };
  } catch (error) {
    if (!(error instanceof Throttled)) throw error;
    return refusal(429, "TooManyRequestsException", "Rate Exceeded.");
  }
}

/** An error as Lambda's API answers it. */
const refusal = (status: number, type: string, message: string): ControlAnswer => ({
  status,
  headers: { "x-amzn-errortype": type },
  body: { Type: "User", message },
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
