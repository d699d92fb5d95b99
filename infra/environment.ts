import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { subnetsOfGroup } from "./network/aclEntries";
import { Alarms } from "./alarms/alarms";
import { crossingsOf } from "./link/crossings";
import { contextOf } from "./declare/context";
import { declareMirrors } from "./declare/mirrors";
import { declareNetwork } from "./declare/network";
import { declareScaler } from "./declare/scaler";
import { declareStorage } from "./declare/storage";
import { byPool, declarePools } from "./declare/workers";
import { egressOf } from "./mirror/egress";
import { type StackOutputs } from "./outputs";
import { renderPoolsFile } from "./workers/poolsFile";
import { RegionGuard } from "./security/regionGuard";
import { boundRoles } from "./security/roles";
import { type Settings } from "./settings/schema";
import { subnetBlocksOf } from "./network/subnetKeys";
import { stackTags } from "./tags";
import { flowsOf } from "./network/traffic";

/** The stack's exports, each maybe an output. */
export type DeclaredOutputs = { readonly [K in keyof StackOutputs]: pulumi.Input<StackOutputs[K]> };

/**
 * Declares everything of one environment.
 * @param code the scaler's bundle
 */
export function declareEnvironment(settings: Settings, code: pulumi.asset.Archive): DeclaredOutputs {
  const { account, region, environment, protect, network } = settings;
  const provider = new aws.Provider("aws", {
    region: region as aws.Region,
    allowedAccountIds: [account],
    defaultTags: { tags: stackTags(environment) },
  });
  const transformations = [boundRoles(environment, settings.permissionsBoundary)];
  const opts = { provider, protect, transformations };
  if (settings.regionGuard === "owner") new RegionGuard("guard", { provider });
  const context = contextOf(settings, opts);
  const net = declareNetwork(context);
  const storage = declareStorage(context, net.gateways);
  const mirrors = declareMirrors(context, net, storage.recordsBucket);
  const pools = declarePools(context, net);
  const { service, password } = declareScaler(context, net, pools, code, storage.recordsBucket);
  const alarms = new Alarms(
    "alarms",
    {
      environment,
      account,
      region,
      settings: settings.alarms,
      names: context.names,
      kmsKeyArn: context.key.arn,
      tunnels: net.link.tunnels(),
      functionName: service.functionName,
      mirrors: mirrors.map(({ level, balancer: { metricNames } }) => ({ level, ...metricNames })),
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
      input: JSON.stringify({
        teardownWaitSeconds: settings.scaler.teardownWaitSeconds,
        teardown: settings.teardown,
      }),
    },
    {
      ...opts,
      dependsOn: [
        context.key,
        ...net.all,
        ...storage.all,
        ...mirrors.flatMap(({ balancer, declared }) => [balancer, declared]),
        password,
        alarms,
        ...pools.map(({ declared }) => declared),
        // With its schedule: a teardown that is refused leaves a scaler that works.
        service,
      ],
    },
  );

  const subnetBlocks = subnetBlocksOf(settings);
  return {
    environment,
    region,
    link: pulumi.output({
      connections: net.link.connections.map(({ facts }) => facts),
      blocks: settings.buildNetwork.blocks,
      vpcCidr: network.vpc,
      crossings: crossingsOf(flowsOf(settings), (group) => subnetBlocks[subnetsOfGroup(group)] ?? []),
      egress: egressOf(settings),
    }),
    mirrors: pulumi.output(
      Object.fromEntries(
        mirrors.map(({ level, hostNames, certificateSecretArn }) => [
          level,
          { hostNames, certificateSecretArn },
        ]),
      ),
    ),
    recordsBucket: storage.recordsBucket,
    scalerFunctionName: service.functionName,
    scalerTableName: service.tableName,
    poolsFile: renderPoolsFile(settings),
    masterCredentials: pulumi.secret({
      schema: 1,
      environment,
      scalerUser: settings.master.user,
      scalerPassword: password.value,
      workerKeys: byPool(pools, (pool) => pool.workerKey.value, settings),
    } as const),
  };
}
