import { type Server } from "node:http";
import { type ControlAnswer, type ControlRequest, serveControl } from "../control";
import { parseLinkCommand } from "../link/conditions";
import { type Link } from "../link/link";
import { type Hypervisor } from "./hypervisor";

/** Serves `GET /machines`, `GET /link`, `POST /link`, and `POST /logs`, which answers once every mirror has sent its log. */
export function serveMachines(port: number, hypervisor: Hypervisor, link: Link): Promise<Server> {
  return serveControl(port, (request) => answer(request, hypervisor, link));
}

async function answer(
  { method, path, body }: ControlRequest,
  hypervisor: Hypervisor,
  link: Link,
): Promise<ControlAnswer> {
  switch (`${method} ${path}`) {
    case "GET /machines":
      return { status: 200, body: hypervisor.state() };
    case "GET /link":
      return { status: 200, body: link.state() };
    case "POST /link":
      try {
        link.apply(parseLinkCommand(JSON.parse(body)));
        return { status: 200, body: link.state() };
      } catch (error) {
        return { status: 400, body: { error: error instanceof Error ? error.message : String(error) } };
      }
    case "POST /logs":
      await hypervisor.shipLogs();
      return { status: 200, body: {} };
    default:
      return {
        status: 404,
        body: {
          error: `There is GET /machines, GET /link, POST /link and POST /logs, not ${method} ${path}.`,
        },
      };
  }
}
