import { expect } from "chai";
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as autoScaling from "@aws-sdk/client-auto-scaling";
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as ec2 from "@aws-sdk/client-ec2";
import * as elb from "@aws-sdk/client-elastic-load-balancing-v2";
import * as iam from "@aws-sdk/client-iam";
import * as lambda from "@aws-sdk/client-lambda";
import * as route53 from "@aws-sdk/client-route-53";
import * as resolver from "@aws-sdk/client-route53resolver";
import * as s3 from "@aws-sdk/client-s3";
import { type Ask, askAll } from "../../operations/describe/ask";
import { readDescribeFolder, writeDescribeFolder } from "../../operations/describe/folder";
import { accountClients, commandName } from "../../operations/describe/sdk";
import { calls } from "../../policy/sources/describe/calls";
import { type Call, stemOf } from "../../policy/sources/describe/call";
import { factsOfDescribe } from "../../policy/sources/describe/describe";
import { type Json } from "../../policy/sources/json";
import { UnusableInput } from "../../policy/sources/unusableInput";

const sdks: Partial<Record<Call["service"], Json>> = {
  ...{
    ec2,
    elbv2: elb,
    autoscaling: autoScaling,
    lambda,
    iam,
    route53,
    route53resolver: resolver,
    s3api: s3,
    logs,
  },
};
/** Services without a client among this project's packages: two are asked by plain requests. */
const withoutClient = ["elb", "directconnect", "ram"];

/** An account with these answers, page by page; every other list is empty. */
function account(pages: Readonly<Record<string, readonly Json[]>>): {
  readonly ask: Ask;
  readonly asked: Json[];
} {
  const asked: Json[] = [];
  const ask: Ask = (call, input) => {
    asked.push({ call: stemOf(call), ...input });
    const id = call.per === undefined ? "" : `.${String(input[call.per.parameter])}`;
    const all = pages[`${stemOf(call)}${id}`] ?? [{}];
    const token = input["NextToken"] ?? input["Marker"];
    const page = all[token === undefined ? 0 : Number(token)];
    const failure = page?.["failure"];
    if (typeof failure !== "string") return Promise.resolve(page ?? {});
    return Promise.reject(Object.assign(new Error("as told"), { name: failure }));
  };
  return { ask, asked };
}

const options = { region: "eu-west-1", withGlobal: true, onProgress: () => undefined };

describe("asking an account", () => {
  it("has a command of the SDK for each call of a service that there is a client for", () => {
    for (const call of calls) {
      const sdk = sdks[call.service];
      if (sdk === undefined) expect(withoutClient, stemOf(call)).to.include(call.service);
      else expect(sdk[commandName(call)], stemOf(call)).to.be.a("function");
    }
  });

  it("joins pages, and follows each service's own way to name the next", async () => {
    const { ask, asked } = account({
      "describe-vpcs": [{ Vpcs: [{ VpcId: "vpc-1" }], NextToken: "1" }, { Vpcs: [{ VpcId: "vpc-2" }] }],
      "elbv2-describe-load-balancers": [{ LoadBalancers: [], NextMarker: "1" }, { LoadBalancers: [] }],
      "iam-get-account-authorization-details": [
        { RoleDetailList: [{ RoleName: "a" }], IsTruncated: true, Marker: "1" },
        { RoleDetailList: [{ RoleName: "b" }], IsTruncated: false, Marker: "2" },
      ],
    });
    const { files } = await askAll(ask, options);
    const answerOf = (command: string) => files.find((file) => file.command === command)?.answer;
    expect(answerOf("describe-vpcs")).to.deep.equal({ Vpcs: [{ VpcId: "vpc-1" }, { VpcId: "vpc-2" }] });
    expect(answerOf("iam-get-account-authorization-details")).to.deep.equal({
      RoleDetailList: [{ RoleName: "a" }, { RoleName: "b" }],
    });
    expect(asked.filter(({ call }) => call === "elbv2-describe-load-balancers")).to.have.length(2);
  });

  it("asks for each resource of a list, with the call's own parameters", async () => {
    const { ask, asked } = account({
      "describe-transit-gateway-route-tables": [
        {
          TransitGatewayRouteTables: [
            { TransitGatewayRouteTableId: "tgw-rtb-1" },
            { TransitGatewayRouteTableId: "tgw-rtb-2" },
          ],
        },
      ],
    });
    const { files } = await askAll(ask, options);
    const searches = asked.filter(({ call }) => call === "search-transit-gateway-routes");
    expect(searches.map((search) => search["TransitGatewayRouteTableId"])).to.have.members([
      "tgw-rtb-1",
      "tgw-rtb-2",
    ]);
    expect(searches[0]!["Filters"]).to.deep.equal([{ Name: "state", Values: ["active", "blackhole"] }]);
    expect(
      files.filter(({ command }) => command === "search-transit-gateway-routes").map(({ id }) => id),
    ).to.have.members(["tgw-rtb-1", "tgw-rtb-2"]);
  });

  it("writes an empty list where AWS has none, and an empty answer where AWS says there is nothing", async () => {
    const { ask } = account({
      "s3api-list-buckets": [{ Buckets: [{ Name: "plain" }] }],
      "s3api-get-bucket-policy.plain": [{ failure: "NoSuchBucketPolicy" }],
    });
    const { files, failures } = await askAll(ask, options);
    expect(files.find(({ command }) => command === "describe-subnets")?.answer).to.deep.equal({
      Subnets: [],
    });
    expect(files.find(({ command }) => command === "s3api-get-bucket-policy")?.answer).to.deep.equal({});
    expect(failures).to.deep.equal([]);
  });

  it("leaves no file for a call that failed, so that what it would have told is missing", async () => {
    const rights = { UserDetailList: [], GroupDetailList: [], RoleDetailList: [], Policies: [] };
    const { ask } = account({
      "describe-network-acls": [{ failure: "UnauthorizedOperation" }],
      "iam-get-account-authorization-details": [rights],
    });
    const { files, failures } = await askAll(ask, options);
    expect(failures).to.deep.equal([
      { file: "describe-network-acls", reason: "UnauthorizedOperation: as told" },
    ]);
    const { missing } = factsOfDescribe(files);
    expect(missing.map(({ resource, neededFor }) => [resource, neededFor])).to.deep.equal([
      ["eu-west-1/describe-network-acls.json", "reach"],
    ]);
  });

  it("keeps no secret: keys of tunnels, user data, environments", async () => {
    const { ask } = account({
      "describe-vpn-connections": [
        {
          VpnConnections: [
            {
              ...{ VpnConnectionId: "vpn-1", CustomerGatewayConfiguration: "secret-1" },
              Options: { TunnelOptions: [{ PreSharedKey: "secret-2", OutsideIpAddress: "203.0.113.1" }] },
            },
          ],
        },
      ],
      "describe-launch-templates": [
        { LaunchTemplates: [{ LaunchTemplateId: "lt-1", CreateTime: new Date(0) }] },
      ],
      "describe-launch-template-versions.lt-1": [
        {
          LaunchTemplateVersions: [
            { VersionNumber: 1, LaunchTemplateData: { UserData: "secret-3", ImageId: "ami-1" } },
          ],
        },
      ],
      "lambda-list-functions": [
        { Functions: [{ FunctionName: "f", Environment: { Variables: { KEY: "secret-4" } } }] },
      ],
    });
    const text = JSON.stringify((await askAll(ask, options)).files);
    expect(text).not.to.contain("secret");
    expect(text).to.contain("203.0.113.1").and.to.contain("ami-1").and.to.contain("1970-01-01T00:00:00.000Z");
  });

  it("asks no global call twice", async () => {
    const { ask, asked } = account({});
    await askAll(ask, { ...options, withGlobal: false });
    expect(
      asked.filter(({ call }) => String(call).startsWith("iam-") || String(call).startsWith("s3api-")),
    ).to.deep.equal([]);
  });

  it("ends when it is told to", async () => {
    const controller = new AbortController();
    controller.abort(new Error("enough"));
    const { ask, asked } = account({});
    const failure: unknown = await askAll(ask, { ...options, signal: controller.signal }).catch(
      (error: unknown) => error,
    );
    expect(failure).to.have.property("message", "enough");
    expect(asked).to.deep.equal([]);
  });

  it("says of a service without a client how else to ask", async () => {
    const clients = accountClients({ region: "eu-west-1" });
    const call = calls.find(({ service }) => service === "elb");
    const failure: unknown = await clients.ask(call!, {}).catch((error: unknown) => error);
    clients.close();
    expect(failure).to.have.property(
      "message",
      "there is no client for the service 'elb'; ask it with the AWS CLI",
    );
  });
});

describe("a folder of answers", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "overflow-describe-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("is read as it was written, with accounts and Regions, for its owner only", () => {
    const files = [
      { command: "describe-vpcs", answer: { Vpcs: [] } },
      { region: "eu-west-1", command: "describe-subnets", answer: { Subnets: [] } },
      { account: "111122223333", command: "iam-get-account-authorization-details", answer: {} },
      {
        account: "111122223333",
        region: "eu-west-1",
        command: "search-transit-gateway-routes",
        id: "tgw-rtb-0a1b",
        answer: { Routes: [] },
      },
      { region: "us-gov-west-1", command: "s3api-get-bucket-policy", id: "logs.example.org", answer: {} },
    ];
    writeDescribeFolder(folder, files);
    expect(readDescribeFolder(folder)).to.have.deep.members(files);
    expect(statSync(join(folder, "describe-vpcs.json")).mode & 0o777).to.equal(0o600);
  });

  it("is refused if it is not there, is empty, or has a file that is cut short", () => {
    expect(() => readDescribeFolder(join(folder, "none"))).to.throw(UnusableInput, /There is no folder/);
    expect(() => readDescribeFolder(folder)).to.throw(UnusableInput, /holds no answers of AWS/);
    writeFileSync(join(folder, "describe-vpcs.json"), '{ "Vpcs": [');
    expect(() => readDescribeFolder(folder)).to.throw(
      UnusableInput,
      /describe-vpcs.json is no JSON: it may be cut short/,
    );
  });

  it("lacks what an empty file should have told, and does not mind other files", () => {
    writeFileSync(join(folder, "describe-vpcs.json"), '{ "Vpcs": [] }');
    writeFileSync(join(folder, "describe-subnets.json"), "");
    writeFileSync(join(folder, "README.md"), "taken on Monday");
    mkdirSync(join(folder, "notes"));
    const { missing } = factsOfDescribe(readDescribeFolder(folder));
    expect(missing.map(({ resource }) => resource)).to.include("describe-subnets.json");
  });
});
