import { expect } from "chai";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  checkGateway,
  type Gateway,
  presharedKeys,
  writeGatewayFiles,
  writeGatewaySecrets,
} from "../../operations/gateway";
import { type World } from "../../operations/world";
import { gatewayFiles } from "../../reports/gateway/files";
import { stagingPlan } from "../reports/gateway/plans";

const plan = stagingPlan("bgp");
const gateway: Gateway = {
  plan,
  files: gatewayFiles(plan),
  presharedKeySecretArn: "arn:aws:secretsmanager:k",
};

/** Answers GetSecretValue with one text, and keeps what it was asked. */
class SecretsManager {
  readonly asked: { readonly target: string | undefined; readonly body: unknown }[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(text: string): Promise<SecretsManager> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const made = new SecretsManager(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on("request", (request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        const target = request.headers["x-amz-target"];
        made.asked.push({ target: target?.toString(), body: JSON.parse(body) as unknown });
        response.setHeader("content-type", "application/x-amz-json-1.1");
        response.end(JSON.stringify({ SecretString: text }));
      });
    });
    return made;
  }

  world(): World {
    const env = { AWS_ENDPOINT_URL: this.url, AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "key" };
    return { environment: "staging", engine: { env } } as unknown as World;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.server.closeAllConnections();
      this.server.close(() => {
        resolve();
      });
    });
  }
}

describe("a gateway's files", () => {
  let folder: string;
  let secrets: SecretsManager;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "overflow-gateway-"));
    secrets = await SecretsManager.start(JSON.stringify({ psk1: "first_key.1", psk2: "second_key.2" }));
  });
  after(async () => {
    rmSync(folder, { recursive: true, force: true });
    await secrets.stop();
  });
  const modeOf = (file: string) => statSync(file).mode & 0o777;

  it("are written into the gateway's own folder, scripts to be run, and are then as the stack needs them", () => {
    const paths = writeGatewayFiles(folder, gateway);
    expect(paths).to.deep.equal(gateway.files.map(({ name }) => join(folder, "main", name)));
    expect(paths.filter((path) => modeOf(path) === 0o755)).to.deep.equal([
      join(folder, "main", "interfaces.sh"),
    ]);
    expect(checkGateway(gateway, folder, { alone: false })).to.deep.equal([]);
    expect(checkGateway(gateway, join(folder, "main"), { alone: true })).to.deep.equal([]);
  });

  it("hold no key: those come from Secrets Manager into a file for the owner's eyes only", async () => {
    const file = join(folder, "keys", "secrets.conf");
    await writeGatewaySecrets(secrets.world(), "us-east-1", gateway, file);
    expect(secrets.asked).to.deep.equal([
      { target: "secretsmanager.GetSecretValue", body: { SecretId: "arn:aws:secretsmanager:k" } },
    ]);
    expect(modeOf(file)).to.equal(0o600);
    expect(readFileSync(file, "utf8")).to.include('"second_key.2"');
    for (const { text } of gateway.files) expect(text).to.not.match(/(first|second)_key/);
  });

  it("get no key through a device or a link, such as standard output", async () => {
    const asked = secrets.asked.length;
    for (const file of ["/dev/stdout", "/dev/null", folder]) {
      const error: unknown = await writeGatewaySecrets(secrets.world(), "us-east-1", gateway, file).catch(
        (reason: unknown) => reason,
      );
      expect(String(error)).to.include("no plain file");
    }
    expect(secrets.asked.length).to.equal(asked);
  });

  it("are missed, and compared under the names they are installed by", () => {
    const own = join(folder, "installed");
    mkdirSync(own);
    const swanctl = gateway.files.find(({ name }) => name === "swanctl.conf");
    writeFileSync(join(own, "overflow-staging.conf"), swanctl?.text ?? "");
    writeFileSync(join(own, "nftables.nft"), "");
    const found = checkGateway(gateway, own, { alone: true });
    expect(
      found.filter(({ found: text, where }) => text === null && where === "").map(({ file }) => file),
    ).to.include("interfaces.sh");
    expect(
      found.some(({ file, where }) => file === "nftables.nft" && where.includes("chain from_vpc")),
    ).to.equal(true);
  });

  it("must be there to be compared, and must be a gateway's", () => {
    expect(() => checkGateway(gateway, join(folder, "nowhere"), { alone: true })).to.throw("no such file");
    expect(() => checkGateway(gateway, join(folder, "installed"), { alone: false })).to.throw(
      "no folder main",
    );
    writeFileSync(join(folder, "notes.txt"), "hello");
    expect(() => checkGateway(gateway, join(folder, "notes.txt"), { alone: true })).to.throw(
      "none of a gateway's files",
    );
  });
});

describe("the keys in a connection's secret", () => {
  const tunnels = [{ outsideAddress: "198.51.100.1" }, { outsideAddress: "198.51.100.2" }];

  it("are found by number or by address, in the order of the tunnels", () => {
    expect(presharedKeys('{"psk2":"b","psk1":"a"}', tunnels)).to.deep.equal(["a", "b"]);
    expect(presharedKeys('{"198.51.100.2":"b","198.51.100.1":"a"}', tunnels)).to.deep.equal(["a", "b"]);
  });

  it("are asked for by name where they are missing, and never told", () => {
    for (const [secret, words] of [
      ['{"other":"hidden_key","psk1":"hidden_key"}', "has other, psk1; expected psk2"],
      ['["hidden_key"]', "expected psk1"],
      ["hidden_key", "is no JSON"],
      ["", "is no JSON"],
    ] as const) {
      expect(() => presharedKeys(secret, tunnels))
        .to.throw(Error, words)
        .with.property("message")
        .that.does.not.include("hidden_key");
    }
  });
});
