import { mirrorName, mirrorDomain } from "../../infra/mirror/names";
import { nginxConfiguration } from "../../infra/mirror/nginxConfiguration";
import { imageTarget } from "../../infra/mirror/target";
import { mirrorUserData } from "../../infra/mirror/userData";
import { labAuthority } from "../../lab/certificates/authority";
import { issueCertificates } from "../../lab/certificates/issue";
import { renderUserData, workerPassword } from "../../scaler/identity";

const zone = "check.overflow.internal";
const level = "try";
const worker = "bld-linux64-ec2-001";
const region = "eu-central-1";
const bucket = "overflow-check-123456789012-records";
/** Addresses of tools/images/inside/support.py. */
const [master, origin] = ["10.20.0.10", "10.20.0.30"];
/** Not 443: the mirror takes it on every address. */
const originPort = 8443;
const originHost = "sources.corp.example";

/**
 * What each image's check is given: the user data that the product itself would write, and certificates of the lab's
 * authority for those whom the image talks to.
 * @param python one that has `cryptography`, as the lab's has
 */
export async function whatIsGiven(python: string): Promise<Readonly<Record<"worker" | "mirror", unknown>>> {
  const name = mirrorName("sources", level, zone);
  const pairs = await issueCertificates(python, {
    master: [master],
    stranger: ["10.20.0.11"],
    origin: [originHost],
    mirror: [name],
  });
  return {
    worker: {
      worker,
      userData: renderUserData(
        worker,
        {
          master: {
            webUrl: `https://${master}:8010`,
            certificateAuthority: labAuthority(),
            user: "overflow",
            passwordSecretArn: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:master",
            workerHost: master,
            workerPort: 9989,
            workerTls: true,
          },
          certificateAuthority: labAuthority(),
        },
        { mirrors: {}, records: { bucket, region }, trust: level },
        workerPassword("key", worker),
      ),
      master: pairs.master,
      stranger: pairs.stranger,
    },
    mirror: {
      name,
      authority: labAuthority(),
      userData: mirrorUserData({
        environment: "check",
        level,
        configuration: mirrorConfiguration(),
        certificateSecretArn: `arn:aws:secretsmanager:${region}:123456789012:secret:mirror`,
        certificateAuthority: labAuthority(),
        recordsBucket: bucket,
        region,
      }),
      mirror: pairs.mirror,
      origin: pairs.origin,
    },
  };
}

/** As for the image: by TLS, with slices, which the lab's nginx cannot do. */
function mirrorConfiguration(): string {
  const upstream = {
    origin: `https://${originHost}`,
    address: origin,
    port: originPort,
    immutable: ["/archives/*"],
    indexMinutes: 5,
    cookies: "refuse",
  } as const;
  return nginxConfiguration(
    { level, domain: mirrorDomain(level, zone), upstreams: { sources: upstream }, cacheGib: 10 },
    imageTarget({ transport: "tls", slice: true }),
  );
}
