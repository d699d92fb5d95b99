import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { stackOutputs } from "../engine";
import { type MirrorOutputs } from "../infra/outputs";
import { issueCertificates } from "../lab/certificates/issue";
import { certificateFaults, type CertificatePair } from "./certificate";
import { configOf } from "./clients";
import { type World } from "./world";

/** Mirrors of one trust level that speak TLS. */
export interface CertifiedMirrors {
  readonly level: string;
  readonly hostNames: readonly string[];
  readonly secretArn: string;
}

export interface StackMirrors {
  readonly region: string;
  /** Those that need a certificate. */
  readonly mirrors: readonly CertifiedMirrors[];
}

/** The mirrors of a stack. @throws Error if the stack has not been brought up */
export async function readCertifiedMirrors({ engine, environment }: World): Promise<StackMirrors> {
  const outputs = await stackOutputs(engine);
  const mirrors = outputs["mirrors"] as Readonly<Record<string, MirrorOutputs>> | undefined;
  if (mirrors === undefined)
    throw new Error(`Stack '${environment}' has no mirrors yet. Bring it up: npx overflow up ${environment}`);
  return {
    region: String(outputs["region"]),
    mirrors: Object.entries(mirrors).flatMap(([level, { hostNames, certificateSecretArn }]) =>
      certificateSecretArn === null ? [] : [{ level, hostNames, secretArn: certificateSecretArn }],
    ),
  };
}

/**
 * Gives the mirrors of a level their certificate: they look for it when they boot, and every hour.
 * @throws RangeError with all that is wrong with it; nothing was written then
 */
export async function putCertificate(
  world: World,
  region: string,
  { level, hostNames, secretArn }: CertifiedMirrors,
  pair: CertificatePair,
): Promise<void> {
  const faults = certificateFaults(pair, hostNames, Date.now());
  if (faults.length > 0)
    throw new RangeError(`The certificate for level '${level}' will not do: ${faults.join("; ")}.`);
  const client = new SecretsManagerClient(configOf(world, region));
  const SecretString = JSON.stringify({ certificate: pair.certificate, privateKey: pair.privateKey });
  await client.send(new PutSecretValueCommand({ SecretId: secretArn, SecretString }));
}

/** In the lab: gives mirrors that lack a certificate one of the lab's authority. @returns the levels that got one */
export async function certifyLabMirrors(world: World, python: string): Promise<readonly string[]> {
  const { region, mirrors } = await readCertifiedMirrors(world);
  const client = new SecretsManagerClient(configOf(world, region));
  const lacking: CertifiedMirrors[] = [];
  for (const each of mirrors) {
    const pair = await currentPair(client, each.secretArn);
    if (pair === null || certificateFaults(pair, each.hostNames, Date.now()).length > 0) lacking.push(each);
  }
  if (lacking.length === 0) return [];
  const names = Object.fromEntries(lacking.map(({ level, hostNames }) => [level, hostNames]));
  const pairs = await issueCertificates(python, names);
  for (const each of lacking) {
    const pair = pairs[each.level];
    if (pair !== undefined) await putCertificate(world, region, each, pair);
  }
  return lacking.map(({ level }) => level);
}

/** null: the secret has no value yet. */
async function currentPair(client: SecretsManagerClient, SecretId: string): Promise<CertificatePair | null> {
  try {
    const { SecretString = "{}" } = await client.send(new GetSecretValueCommand({ SecretId }));
    return JSON.parse(SecretString) as CertificatePair;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return null;
    throw error;
  }
}
