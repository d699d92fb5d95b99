import { createServer, type Server } from "node:http";
import { type AddressInfo } from "node:net";

/** Answers by action: the body of the answer, or `denied`. */
export type Answers = Readonly<Record<string, string>>;

export const denied = "denied";

/** A region as AWS describes it, its guard closed; tests change single answers. */
export const closedRegion: Answers = {
  DescribeVpcBlockPublicAccessOptions: options("block-bidirectional"),
  GetSerialConsoleAccessStatus: "<serialConsoleAccessEnabled>false</serialConsoleAccessEnabled>",
  GetEbsEncryptionByDefault: "<ebsEncryptionByDefault>true</ebsEncryptionByDefault>",
  GetImageBlockPublicAccessState:
    "<imageBlockPublicAccessState>block-new-sharing</imageBlockPublicAccessState>",
  GetSnapshotBlockPublicAccessState: "<state>block-all-sharing</state>",
  GetInstanceMetadataDefaults:
    "<accountLevel><httpTokens>required</httpTokens><httpPutResponseHopLimit>1</httpPutResponseHopLimit></accountLevel>",
  DescribeInternetGateways: "",
  DescribeEgressOnlyInternetGateways: "",
  DescribeNatGateways: "",
  DescribeVpcBlockPublicAccessExclusions: "",
  DescribeLoadBalancers: "",
};

export function options(mode: string, more = "<state>update-complete</state>"): string {
  return (
    "<vpcBlockPublicAccessOptions><awsAccountId>111122223333</awsAccountId>" +
    `<internetGatewayBlockMode>${mode}</internetGatewayBlockMode>${more}</vpcBlockPublicAccessOptions>`
  );
}

/** Speaks EC2's and the load balancers' query protocols, and keeps which actions were asked for. */
export class FakeRegion {
  answers: Answers = closedRegion;
  readonly asked: string[] = [];
  private readonly server: Server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => (body += text));
    request.on("end", () => {
      const action = new URLSearchParams(body).get("Action") ?? "";
      this.asked.push(action);
      const answer = this.answers[action];
      const isBalancer = action === "DescribeLoadBalancers";
      if (answer === undefined || answer === denied) {
        const code = isBalancer ? "AccessDenied" : "UnauthorizedOperation";
        const error = `<Error><Code>${code}</Code><Message>no</Message></Error>`;
        response.statusCode = 403;
        response.end(
          isBalancer
            ? `<ErrorResponse>${error}</ErrorResponse>`
            : `<Response><Errors>${error}</Errors></Response>`,
        );
        return;
      }
      const inner = isBalancer ? `<${action}Result>${answer}</${action}Result>` : answer;
      response.end(`<${action}Response>${inner}</${action}Response>`);
    });
  });

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Variables by which the SDK finds it. */
  get env(): NodeJS.ProcessEnv {
    const { port } = this.server.address() as AddressInfo;
    return {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    };
  }
}
