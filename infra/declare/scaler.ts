import * as pulumi from "@pulumi/pulumi";
import { GeneratedSecret } from "../security/generatedSecret";
import { mirrorOrigins } from "../mirror/names";
import { renderScalerDocument } from "../scaling/scalerDocument";
import { ScalerService } from "../scaling/scalerService";
import { type Settings } from "../settings/schema";
import { trustLevelsOf } from "../network/subnetKeys";
import { type Context } from "./context";
import { type declareNetwork } from "./network";
import { byPool, type DeclaredPool } from "./workers";

/** The scaler, and the password of its account at the master. */
export function declareScaler(
  context: Context,
  { vpc, security }: ReturnType<typeof declareNetwork>,
  pools: readonly DeclaredPool[],
  code: pulumi.asset.Archive,
  recordsBucket: string,
) {
  const { settings, names, key, secretDays, opts } = context;
  const { account, region, environment, protect } = settings;
  const password = new GeneratedSecret(
    "master-password",
    {
      description: `Password of ${settings.master.user} at the build master`,
      kmsKeyArn: key.arn,
      recoveryDays: secretDays,
      generation: settings.master.passwordGeneration,
    },
    opts,
  );
  const facts = pulumi.output({
    passwordSecretArn: password.arn,
    pools: byPool(
      pools,
      (pool, trust) => ({
        mirrors: mirrorsOf(settings, trust),
        records: { bucket: recordsBucket, region },
        launchTemplateId: pool.template.id,
        launchTemplateVersion: pool.templateVersion,
        workerKeySecretArn: pool.workerKey.arn,
        subnetIds: vpc.of(`workers-${trust}`).subnetIds,
      }),
      settings,
    ),
  });
  const levels = trustLevelsOf(settings);
  const poolSettings = Object.values(settings.pools);
  const service = new ScalerService(
    "scaler",
    {
      names,
      environment,
      code,
      document: facts.apply((known) => JSON.stringify(renderScalerDocument(settings, known))),
      reach: pulumi.output({
        account,
        region,
        environment,
        functionName: names.functionName,
        logGroupName: names.functionLogGroup,
        tableName: names.tableName,
        keyArn: key.arn,
        secretArns: [password.arn, ...pools.map(({ declared }) => declared.workerKey.arn)],
        vpcId: vpc.vpcId,
        subnetArns: levels.flatMap((level) => vpc.of(`workers-${level}`).subnets.map((subnet) => subnet.arn)),
        securityGroupArns: levels.map((level) => security.of(`workers-${level}`).arn),
        launchTemplateArns: pools.map(({ declared }) => declared.template.arn),
        images: [...new Set(poolSettings.map((pool) => pool.image))],
        instanceTypes: [...new Set(poolSettings.map((pool) => pool.instanceType))],
        workerRoleArns: pools.map(({ declared }) => declared.roleArn),
      }),
      account,
      region,
      subnetIds: vpc.of("scaler").subnetIds,
      securityGroupId: security.of("scaler").id,
      emptyGroupId: vpc.emptyGroupId,
      kmsKeyArn: key.arn,
      logRetentionDays: settings.scaler.logRetentionDays,
      protect,
    },
    opts,
  );
  return { service, password };
}

/** Where builds of a trust level find what their origins serve. */
function mirrorsOf({ mirrors, dns }: Settings, level: string): Readonly<Record<string, string>> {
  const mirror = mirrors[level];
  return mirror === undefined ? {} : mirrorOrigins(mirror, level, dns.zone);
}
