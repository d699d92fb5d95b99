import { expect } from "chai";
import { holdsSecret, unsealed } from "../../lab/provider/values";
import { Driver } from "./provider/driver";
import { type Emulator, startEmulator } from "./provider/emulator";
import { World } from "./provider/world";

describe("lab provider: functions of @pulumi/aws", function () {
  this.timeout(60_000);
  let emulator: Emulator;
  let driver: Driver;
  let world: World;

  before(async () => {
    emulator = await startEmulator();
    driver = await Driver.start(emulator.url);
    world = new World(driver);
  });

  after(async () => {
    driver.stop();
    await emulator.stop();
  });

  it("getAvailabilityZones names the zones of the region in order", async () => {
    const answer = await driver.invoke("aws:index/getAvailabilityZones:getAvailabilityZones", {
      state: "available",
    });
    expect(answer.names).to.deep.equal(["eu-central-1a", "eu-central-1b", "eu-central-1c"]);
    expect(answer.zoneIds).to.have.length(3);
  });

  it("getAvailabilityZones answers for the region that it is asked for", async () => {
    const answer = await driver.invoke("aws:index/getAvailabilityZones:getAvailabilityZones", {
      region: "eu-west-1",
      excludeNames: ["eu-west-1b"],
    });
    expect(answer.names).to.deep.equal(["eu-west-1a", "eu-west-1c"]);
  });

  it("says region, partition and account of the lab", async () => {
    expect((await driver.invoke("aws:index/getRegion:getRegion")).region).to.equal("eu-central-1");
    expect((await driver.invoke("aws:index/getPartition:getPartition")).partition).to.equal("aws");
    const identity = await driver.invoke("aws:index/getCallerIdentity:getCallerIdentity");
    expect(identity.accountId).to.equal("123456789012");
  });

  it("getPrefixList finds the list of a gateway endpoint's service", async () => {
    const answer = await driver.invoke("aws:ec2/getPrefixList:getPrefixList", {
      name: "com.amazonaws.eu-central-1.s3",
    });
    expect(answer.id).to.match(/^pl-/);
    expect(answer.cidrBlocks).not.to.deep.equal([]);
  });

  it("getManagedPrefixList finds a list by name, with its entries", async () => {
    const list = await world.make("aws:ec2/managedPrefixList:ManagedPrefixList", {
      name: "offices",
      addressFamily: "IPv4",
      maxEntries: 1,
      entries: [{ cidr: "10.20.0.0/16", description: "build network" }],
    });
    const answer = await driver.invoke("aws:ec2/getManagedPrefixList:getManagedPrefixList", {
      name: "offices",
    });
    expect(answer.id).to.equal(list.id);
    expect(answer.entries).to.deep.equal([{ cidr: "10.20.0.0/16", description: "build network" }]);
  });

  it("getManagedPrefixList fails when no list has the name", async () => {
    const call = driver.invoke("aws:ec2/getManagedPrefixList:getManagedPrefixList", { name: "none" });
    const error = await call.then(
      () => undefined,
      (reason: unknown) => reason as Error,
    );
    expect(error?.message).to.contain("exactly one must match");
  });

  it("getRandomPassword answers a secret of the wanted length", async () => {
    const answer = await driver.invoke("aws:secretsmanager/getRandomPassword:getRandomPassword", {
      passwordLength: 40,
      excludePunctuation: true,
    });
    expect(holdsSecret(answer.randomPassword)).to.equal(true);
    expect(unsealed(answer).randomPassword).to.match(/^[A-Za-z0-9]{40}$/);
  });

  it("getSerialConsoleAccess and getEncryptionByDefault tell a region's switches", async () => {
    const answers = () =>
      Promise.all([
        driver.invoke("aws:ec2/getSerialConsoleAccess:getSerialConsoleAccess"),
        driver.invoke("aws:ebs/getEncryptionByDefault:getEncryptionByDefault"),
      ]);
    expect((await answers()).map(({ enabled }) => enabled)).to.deep.equal([false, false]);
    await world.make("aws:ec2/serialConsoleAccess:SerialConsoleAccess", { enabled: true });
    await world.make("aws:ebs/encryptionByDefault:EncryptionByDefault", { enabled: true });
    expect((await answers()).map(({ enabled }) => enabled)).to.deep.equal([true, true]);
  });

  it("getAlias follows an alias to its key", async () => {
    const key = await world.make("aws:kms/key:Key", {});
    await world.make("aws:kms/alias:Alias", { name: "alias/disks", targetKeyId: key.id });
    const answer = await driver.invoke("aws:kms/getAlias:getAlias", { name: "alias/disks" });
    expect(answer.targetKeyArn).to.equal(key.text("arn"));
  });

  it("fails for a function that the lab does not serve, and lists what it serves", async () => {
    const error = await driver.invoke("aws:ec2/getAmi:getAmi").then(
      () => undefined,
      (reason: unknown) => reason as Error,
    );
    expect(error?.message).to.contain("aws:ec2/getAmi:getAmi").and.to.contain("getAvailabilityZones");
  });
});
