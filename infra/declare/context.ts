import type * as pulumi from "@pulumi/pulumi";
import { EncryptionKey } from "../security/encryptionKey";
import { physicalNames } from "../names";
import { type Settings } from "../settings/schema";

/** What every part of an environment is declared with. */
export interface Context {
  readonly settings: Settings;
  readonly names: ReturnType<typeof physicalNames>;
  readonly key: EncryptionKey;
  /** Days that a deleted secret can be recovered. */
  readonly secretDays: number;
  readonly opts: pulumi.ComponentResourceOptions;
}

/** Days that a deleted secret or key can be recovered. Source: Secrets Manager and KMS APIs: 7 to 30, secrets also 0. */
const recovery = {
  protected: { secretDays: 30, keyDays: 30 },
  open: { secretDays: 0, keyDays: 7 },
} as const;

/** The environment's names and key, which all the rest needs. */
export function contextOf(settings: Settings, opts: pulumi.ComponentResourceOptions): Context {
  const { account, region, environment, protect } = settings;
  const names = physicalNames(environment);
  const { secretDays, keyDays } = protect ? recovery.protected : recovery.open;
  const key = new EncryptionKey(
    "key",
    {
      account,
      region,
      alias: names.keyAlias,
      logGroups: [
        names.functionLogGroup,
        names.tunnelLogGroup,
        ...(settings.link.routing === "bgp" ? [names.bgpLogGroup] : []),
        names.flowLogGroup,
        names.dnsLogGroup,
      ],
      alarmNames: names.alarmNames,
      autoScaling: Object.keys(settings.mirrors).length > 0,
      deletionDays: keyDays,
    },
    opts,
  );
  return { settings, names, key, secretDays, opts };
}
