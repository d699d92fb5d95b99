import { expect } from "chai";
import { allDependencies, keyOf, ofType, one, policyOf, type Recorded, recordEnvironment } from "./mocks";

describe("the environment's scaler and pools", () => {
  let staging: Recorded[] = [];
  let production: Recorded[] = [];
  before(async () => {
    staging = await recordEnvironment("staging");
    production = await recordEnvironment("production");
  });

  describe("its pools", () => {
    it("make VMs with IMDSv2, an encrypted root, no rights and our tags", () => {
      const tags = {
        "overflow:environment": "staging",
        "overflow:managed-by": "scaler",
        "overflow:pool": "staging-linux64-try",
      };
      expect(
        one(staging, "ec2/launchTemplate:LaunchTemplate", "pool-staging-linux64-try").inputs,
      ).to.deep.include({
        imageId: "ami-0123456789abcdef0",
        instanceType: "c6i.2xlarge",
        instanceInitiatedShutdownBehavior: "stop",
        iamInstanceProfile: { arn: "arn:aws:mock:::pool-staging-linux64-try" },
        vpcSecurityGroupIds: ["groups-workers-try-id"],
        hibernationOptions: { configured: true },
        metadataOptions: {
          httpEndpoint: "enabled",
          httpTokens: "required",
          httpPutResponseHopLimit: 1,
          httpProtocolIpv6: "disabled",
          instanceMetadataTags: "enabled",
        },
        blockDeviceMappings: [
          {
            deviceName: "/dev/xvda",
            ebs: {
              volumeType: "gp3",
              volumeSize: 100,
              encrypted: "true",
              kmsKeyId: "arn:aws:mock:::key",
              deleteOnTermination: "true",
            },
          },
        ],
        tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({
          resourceType,
          tags,
        })),
      });
      expect(
        policyOf(one(staging, "iam/rolePolicy:RolePolicy", "pool-staging-linux64-try")).Statement,
      ).to.deep.equal([{ Sid: "NoRights", Effect: "Deny", Action: "*", Resource: "*" }]);
    });

    it("each have a key of their own, made once and kept", () => {
      const versions = ofType(staging, "secretsmanager/secretVersion:SecretVersion");
      expect(versions.map(({ name }) => name)).to.have.members([
        "pool-staging-linux64-try-key-1",
        "pool-staging-linux64-release-key-1",
        "master-password-1",
      ]);
      for (const { ignoreChanges } of versions) expect(ignoreChanges).to.deep.equal(["secretString"]);
    });

    it("can be recovered after deletion in production alone", () => {
      const days = (recorded: Recorded[]) =>
        ofType(recorded, "secretsmanager/secret:Secret").map(({ inputs }) => inputs["recoveryWindowInDays"]);
      expect(new Set(days(staging))).to.deep.equal(new Set([0]));
      expect(new Set(days(production))).to.deep.equal(new Set([30]));
    });
  });

  describe("its scaler", () => {
    it("runs in the VPC, two at once at most, with its table and environment only", () => {
      expect(one(staging, "lambda/function:Function").inputs).to.deep.include({
        name: "overflow-staging-scaler",
        runtime: "nodejs22.x",
        handler: "index.handler",
        timeout: 180,
        reservedConcurrentExecutions: 2,
        environment: {
          variables: {
            OVERFLOW_TABLE: "overflow-staging-scaler",
            OVERFLOW_ENVIRONMENT: "staging",
            AWS_ACCOUNT_ID_ENDPOINT_MODE: "disabled",
          },
        },
        vpcConfig: {
          subnetIds: ["vpc-scaler-us-east-1a-id", "vpc-scaler-us-east-1b-id"],
          securityGroupIds: ["groups-scaler-id"],
        },
        replaceSecurityGroupsOnDestroy: true,
        replacementSecurityGroupIds: ["vpc-empty-id"],
      });
    });

    it("is woken every minute and never retried", () => {
      const retries = { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 };
      expect(one(staging, "scheduler/schedule:Schedule").inputs).to.deep.include({
        scheduleExpression: "rate(1 minute)",
        flexibleTimeWindow: { mode: "OFF" },
        state: "ENABLED",
        target: {
          arn: "arn:aws:mock:::scaler",
          roleArn: "arn:aws:mock:::scaler-wake",
          input: "{}",
          retryPolicy: retries,
        },
      });
      expect(
        one(staging, "lambda/functionEventInvokeConfig:FunctionEventInvokeConfig").inputs,
      ).to.deep.include(retries);
    });

    it("may be woken by this account's schedules, and they may do nothing else", () => {
      expect(
        JSON.parse(String(one(staging, "iam/role:Role", "scaler-wake").inputs["assumeRolePolicy"])),
      ).to.have.deep.nested.property("Statement[0].Condition", {
        StringEquals: { "aws:SourceAccount": "111122223333" },
        // The group: AWS names no single schedule here.
        ArnLike: { "aws:SourceArn": "arn:aws:scheduler:us-east-1:111122223333:schedule-group/default" },
      });
      expect(policyOf(one(staging, "iam/rolePolicy:RolePolicy", "scaler-wake")).Statement).to.deep.equal([
        {
          Sid: "WakeTheScaler",
          Effect: "Allow",
          Action: "lambda:InvokeFunction",
          Resource: "arn:aws:lambda:us-east-1:111122223333:function:overflow-staging-scaler",
        },
      ]);
    });

    it("finds its document in an encrypted, recoverable table", () => {
      const table = one(production, "dynamodb/table:Table").inputs;
      expect(table).to.deep.include({
        hashKey: "pk",
        rangeKey: "sk",
        billingMode: "PAY_PER_REQUEST",
        serverSideEncryption: { enabled: true, kmsKeyArn: "arn:aws:mock:::key" },
        pointInTimeRecovery: { enabled: true },
        deletionProtectionEnabled: true,
      });
      const item = JSON.parse(String(one(production, "dynamodb/tableItem:TableItem").inputs["item"])) as {
        pk: { S: string };
        document: { S: string };
      };
      expect(item.pk.S).to.equal("document");
      const document = JSON.parse(item.document.S) as {
        environment: string;
        pools: Record<string, unknown>[];
      };
      expect(document.environment).to.equal("production");
      expect(document.pools[0]).to.include({
        launchTemplateId: "pool-linux64-try-id",
        launchTemplateVersion: "7",
        workerKeySecretArn: "arn:aws:mock:::pool-linux64-try-key",
      });
    });

    it("tears down before anything else goes", () => {
      const teardown = one(staging, "lambda/invocation:Invocation");
      expect(teardown.inputs).to.deep.include({
        lifecycleScope: "CRUD",
        input: '{"teardownWaitSeconds":120,"teardown":"wait"}',
      });
      const before = allDependencies(staging, teardown);
      const missing = staging
        .filter(
          (resource) =>
            resource.custom &&
            resource !== teardown &&
            !resource.type.startsWith("pulumi:") &&
            // Its switches are left by a destroy.
            resource.name !== "guard",
        )
        .map(keyOf)
        .filter((key) => !before.has(key));
      expect(missing).to.deep.equal([]);
    });
  });
});
