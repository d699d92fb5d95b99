import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { EncryptionKey } from "./encryptionKey";
import { GatewayEndpoints } from "./gatewayEndpoints";
import { GeneratedSecret } from "./generatedSecret";
import { InterfaceEndpoints } from "./interfaceEndpoints";
import { IsolatedVpc } from "./isolatedVpc";
import { physicalNames } from "./names";
import { type StackOutputs } from "./outputs";
import { renderPoolsFile } from "./poolsFile";
import { boundRoles } from "./roles";
import { renderScalerDocument } from "./scalerDocument";
import { ScalerService } from "./scalerService";
import { SecurityGroups } from "./securityGroups";
import { type Settings } from "./settings/schema";
import { stackTags } from "./tags";
import { flowsOf, rulesOf } from "./traffic";
import { VpnLink } from "./vpnLink";
import { WorkerPool } from "./workerPool";

/** The stack's exports, each maybe an output. */
export type DeclaredOutputs = { readonly [K in keyof StackOutputs]: pulumi.Input<StackOutputs[K]> };

/** Days that a deleted secret or key can be recovered. Source: Secrets Manager and KMS APIs: 7 to 30, secrets also 0. */
const recovery = {
  protected: { secretDays: 30, keyDays: 30 },
  open: { secretDays: 0, keyDays: 7 },
} as const;

/**
 * Declares everything of one environment.
 * @param code the scaler's bundle
 */
export function declareEnvironment(settings: Settings, code: pulumi.asset.Archive): DeclaredOutputs {
  const { account, region, environment, protect, network, link } = settings;
  const names = physicalNames(environment);
  const { secretDays, keyDays } = protect ? recovery.protected : recovery.open;
  const provider = new aws.Provider("aws", {
    region: region as aws.Region,
    allowedAccountIds: [account],
    defaultTags: { tags: stackTags(environment) },
  });
  const opts = { provider, protect, transformations: [boundRoles(environment, null)] };

  const key = new EncryptionKey(
    "key",
    {
      account,
      region,
      alias: names.keyAlias,
      logGroups: [names.functionLogGroup, names.tunnelLogGroup],
      autoScaling: false,
      deletionDays: keyDays,
    },
    opts,
  );
  const vpc = new IsolatedVpc("vpc", { network }, opts);
  const { workers, scaler, endpoints } = vpc.roles;
  const gateways = new GatewayEndpoints(
    "gateways",
    {
      vpcId: vpc.vpcId,
      account,
      region,
      table: { name: names.tableName, routeTableId: scaler.routeTableId },
      buckets: { names: network.readableBuckets, routeTableId: workers.routeTableId },
    },
    opts,
  );
  const rules = rulesOf(flowsOf(settings));
  const security = new SecurityGroups(
    "groups",
    { vpcId: vpc.vpcId, rules, prefixListIds: gateways.prefixListIds },
    opts,
  );
  const interfaces = new InterfaceEndpoints(
    "interfaces",
    {
      vpcId: vpc.vpcId,
      account,
      region,
      environment,
      subnetIds: endpoints.subnetIds,
      securityGroupId: security.groups.endpoints.id,
    },
    opts,
  );
  const vpn = new VpnLink(
    "link",
    {
      vpcId: vpc.vpcId,
      link,
      blocks: settings.buildNetwork.blocks,
      routeTableIds: { workers: workers.routeTableId, scaler: scaler.routeTableId },
      kmsKeyArn: key.arn,
      logGroupName: names.tunnelLogGroup,
    },
    opts,
  );

  const pools = Object.entries(settings.pools).map(([pool, poolSettings]) => ({
    pool,
    declared: new WorkerPool(
      `pool-${pool}`,
      {
        environment,
        pool,
        settings: poolSettings,
        securityGroupId: security.groups.workers.id,
        kmsKeyArn: key.arn,
        recoveryDays: secretDays,
      },
      opts,
    ),
  }));
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
  const byPool = <T>(of: (pool: WorkerPool) => T): Record<string, T> =>
    Object.fromEntries(pools.map(({ pool, declared }) => [pool, of(declared)]));

  const facts = pulumi.output({
    passwordSecretArn: password.arn,
    subnetIds: workers.subnetIds,
    pools: byPool((pool) => ({
      launchTemplateId: pool.template.id,
      launchTemplateVersion: pool.templateVersion,
      workerKeySecretArn: pool.workerKey.arn,
    })),
  });
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
        subnetArns: workers.subnets.map((subnet) => subnet.arn),
        securityGroupArns: [security.groups.workers.arn],
        launchTemplateArns: pools.map(({ declared }) => declared.template.arn),
        images: [...new Set(Object.values(settings.pools).map((pool) => pool.image))],
        instanceTypes: [...new Set(Object.values(settings.pools).map((pool) => pool.instanceType))],
        workerRoleArns: pools.map(({ declared }) => declared.roleArn),
      }),
      account,
      subnetIds: scaler.subnetIds,
      securityGroupId: security.groups.scaler.id,
      emptyGroupId: vpc.emptyGroupId,
      kmsKeyArn: key.arn,
      logRetentionDays: settings.scaler.logRetentionDays,
      protect,
    },
    opts,
  );
  // Made last and removed first: a plain `pulumi destroy` has the scaler drain and end its VMs, which are no resources of
  // the stack, while all that they and the scaler stand on is still there.
  new aws.lambda.Invocation(
    "teardown",
    {
      functionName: service.functionName,
      lifecycleScope: "CRUD",
      input: JSON.stringify({ teardownWaitSeconds: settings.scaler.teardownWaitSeconds }),
    },
    {
      ...opts,
      dependsOn: [
        key,
        vpc,
        gateways,
        security,
        interfaces,
        vpn,
        password,
        ...pools.map(({ declared }) => declared),
        ...service.callable,
      ],
    },
  );

  return {
    environment,
    region,
    vpcId: vpc.vpcId,
    vpcCidr: network.vpc,
    subnetIds: pulumi.output({
      workers: workers.subnetIds,
      endpoints: endpoints.subnetIds,
      scaler: scaler.subnetIds,
    }),
    vpnConnectionId: vpn.connectionId,
    scalerFunctionName: service.functionName,
    scalerTableName: service.tableName,
    poolsFile: renderPoolsFile(settings),
    masterCredentials: pulumi.secret({
      schema: 1,
      environment,
      scalerUser: settings.master.user,
      scalerPassword: password.value,
      workerKeys: byPool((pool) => pool.workerKey.value),
    } as const),
  };
}
