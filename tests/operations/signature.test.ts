import { expect } from "chai";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { type AddressInfo } from "node:net";
import { accountClients } from "../../operations/describe/sdk";
import { signed } from "../../operations/describe/signature";
import { calls } from "../../policy/sources/describe/calls";
import { stemOf } from "../../policy/sources/describe/call";

describe("a request to a service without a client", () => {
  it("has the signature of AWS's published example", () => {
    // Source: AWS, Signature Version 4 test suite, get-vanilla.
    const request = {
      method: "GET",
      url: new URL("https://example.amazonaws.com/"),
      headers: {},
      body: "",
    } as const;
    const scope = { service: "service", region: "us-east-1", at: new Date("2015-08-30T12:36:00Z") };
    const keys = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
    expect(signed(request, scope, keys)["authorization"]).to.equal(
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, " +
        "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    );
  });

  it("speaks the service's protocol, and tells AWS's code of a failure", async () => {
    const seen: {
      readonly url: string | undefined;
      readonly headers: IncomingHttpHeaders;
      readonly body: string;
    }[] = [];
    const server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        seen.push({ url: request.url, headers: request.headers, body });
        const isRam = request.url === "/getresourceshares";
        response.writeHead(isRam ? 400 : 200, { "content-type": "application/json" });
        response.end(
          isRam ? '{"__type":"com.amazonaws.ram#AccessDenied","message":"no"}' : '{"virtualInterfaces":[]}',
        );
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    const clients = accountClients({
      region: "eu-west-1",
      endpoint: `http://127.0.0.1:${port}`,
      credentials,
    });
    const callOf = (stem: string) => calls.find((call) => stemOf(call) === stem)!;
    try {
      const answer = await clients.ask(callOf("directconnect-describe-virtual-interfaces"), {});
      expect(answer).to.deep.equal({ virtualInterfaces: [] });
      const share = callOf("ram-get-resource-shares");
      const failure: unknown = await clients.ask(share, { ...share.input }).catch((error: unknown) => error);
      expect(failure).to.include({ name: "AccessDenied", message: "no" });
    } finally {
      clients.close();
      server.close();
    }
    expect(seen.map(({ url }) => url)).to.deep.equal(["/", "/getresourceshares"]);
    expect(seen[0]!.headers["x-amz-target"]).to.equal("OvertureService.DescribeVirtualInterfaces");
    expect(seen[0]!.headers.authorization).to.contain("/eu-west-1/directconnect/aws4_request");
    expect(seen[1]!.body).to.equal('{"resourceOwner":"SELF"}');
  });
});
