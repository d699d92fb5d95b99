import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { policyJson } from "../iam";
import { Balancer } from "../mirror/balancer";
import { Mirror } from "../mirror/mirror";
import { mirrorDomain, mirrorName } from "../mirror/names";
import { nginxConfiguration } from "../mirror/nginxConfiguration";
import { imageTarget, servingPort } from "../mirror/target";
import { mirrorUserData } from "../mirror/userData";
import { mirrorStatements } from "../mirror/mirrorAccess";
import { type Context } from "./context";
import { type declareNetwork } from "./network";

/** The mirrors of every trust level that has some. */
export function declareMirrors(
  context: Context,
  { vpc, gateways, security, interfaces, dns }: ReturnType<typeof declareNetwork>,
  recordsBucket: string,
) {
  const { settings, key, secretDays, opts } = context;
  const { region, environment } = settings;
  const { subnetIds } = vpc.of("mirrors");
  return Object.entries(settings.mirrors).map(([level, mirror]) => {
    const name = `mirror-${level}`;
    const hostNames = Object.keys(mirror.upstreams).map((upstream) =>
      mirrorName(upstream, level, settings.dns.zone),
    );
    // Made without a value: whoever runs the build network's authority puts it there (`overflow certificate`).
    const secret =
      mirror.transport === "plain"
        ? undefined
        : new aws.secretsmanager.Secret(
            name,
            {
              description: `Certificate of the mirrors of trust level ${level} (${environment})`,
              kmsKeyId: key.arn,
              recoveryWindowInDays: secretDays,
            },
            opts,
          );
    const certificateSecretArn = pulumi.output(secret?.arn ?? null);
    const balancer = new Balancer(
      name,
      {
        vpcId: vpc.vpcId,
        subnetIds,
        securityGroupId: security.of(`balancer-${level}`).id,
        port: servingPort(mirror.transport),
        zoneId: dns.zoneId,
        hostNames,
        protect: settings.protect,
      },
      opts,
    );
    const declared = new Mirror(
      name,
      {
        environment,
        level,
        settings: mirror,
        subnetIds,
        securityGroupId: security.of(`mirrors-${level}`).id,
        targetGroupArn: balancer.targetGroupArn,
        kmsKeyArn: key.arn,
        access: pulumi
          .all([
            certificateSecretArn,
            key.arn,
            interfaces.endpointIds.secretsmanager,
            gateways.of("s3", "mirrors").id,
          ])
          .apply(([secretArn, keyArn, endpointId, recordsEndpointId]) => {
            const certificate = secretArn === null ? null : { secretArn, keyArn, endpointId };
            return policyJson(
              mirrorStatements({ region, level, certificate, recordsBucket, recordsEndpointId }),
            );
          }),
        userData: certificateSecretArn.apply((secretArn) =>
          mirrorUserData({
            environment,
            level,
            configuration: nginxConfiguration(
              { ...mirror, level, domain: mirrorDomain(level, settings.dns.zone) },
              imageTarget(mirror),
            ),
            certificateSecretArn: secretArn,
            certificateAuthority: settings.buildNetwork.certificateAuthority,
            recordsBucket,
            region,
          }),
        ),
      },
      opts,
    );
    return { level, hostNames, certificateSecretArn, balancer, declared };
  });
}
