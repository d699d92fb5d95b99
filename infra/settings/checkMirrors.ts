import { contains } from "../cidr";
import { cacheMibOf } from "../mirror/cacheShare";
import { mirrorDomain, mirrorName } from "../mirror/names";
import { nginxConfiguration } from "../mirror/nginxConfiguration";
import { imageTarget } from "../mirror/target";
import { mirrorUserDataBytes, mostUserDataBytes } from "../mirror/userData";
import { bucketName, recordsBucket } from "../names";
import { block, blockOf } from "./blocks";
import { type Parts } from "./checkNetwork";
import { type MirrorSettings } from "./groups/mirrors";
import { type Problem } from "./problem";

/** Least room that an upstream's files get, MiB: below it the cache throws out what it has just fetched. */
const leastCacheMib = 1024;

/** Longest host name. Source: RFC 1035, 2.3.4, as text without the last dot. */
const longestName = 253;

/** As long as a secret's ARN gets. Source: Secrets Manager API, GetSecretValue, ARN of at most 2,048; those of a stack are far shorter. */
const anyArn = `arn:aws:secretsmanager:us-east-1:123456789012:secret:${"x".repeat(80)}`;

/** That mirrors reach their origins, can prove who they are, and fit into what they are made of. */
export function checkMirrors(parts: Parts): Problem[] {
  return Object.entries(parts.mirrors ?? {}).flatMap(([level, mirror]) => [
    ...checkMirror(parts, level, mirror),
    ...checkUpstreams(parts, level, mirror),
  ]);
}

function checkMirror(parts: Parts, level: string, mirror: MirrorSettings): Problem[] {
  const path = `overflow:mirrors.${level}`;
  const { buildNetwork } = parts;
  const problems: Problem[] = [];
  if (mirror.minimum > mirror.maximum) {
    const allowed = `at most maximum (${mirror.maximum})`;
    problems.push({
      path: `${path}.minimum`,
      got: String(mirror.minimum),
      allowed,
      fix: "lower it, or raise maximum",
    });
  }
  if (mirror.transport === "tls" && buildNetwork?.certificateAuthority === null) {
    problems.push({
      path: `${path}.transport`,
      got: "tls",
      allowed: "tls only with overflow:buildNetwork.certificateAuthority: workers know a mirror by it",
      fix: "give the build network's CA, or set transport: plain",
    });
  }
  const count = Object.keys(mirror.upstreams).length;
  if (cacheMibOf(mirror.cacheGib, count) < leastCacheMib) {
    const allowed = `${Math.ceil((count * leastCacheMib) / cacheMibOf(1, 1))} or more for ${count} upstreams, which share it evenly`;
    problems.push({ path: `${path}.cacheGib`, got: String(mirror.cacheGib), allowed, fix: "enlarge it" });
  }
  const bytes = userDataBytes(parts, level, mirror);
  if (bytes > mostUserDataBytes) {
    problems.push({
      path: `${path}.upstreams`,
      got: `${bytes} bytes of user data when rendered`,
      allowed: `at most ${mostUserDataBytes}, as EC2 takes them`,
      fix: "declare fewer upstreams, or fewer globs",
    });
  }
  return problems;
}

/** Length of the launch template's user data, as it will be made. */
function userDataBytes(
  { environment = "", account = "", region = "", dns, buildNetwork }: Parts,
  level: string,
  mirror: MirrorSettings,
): number {
  const domain = mirrorDomain(level, dns?.zone ?? "");
  return mirrorUserDataBytes({
    environment,
    level,
    configuration: nginxConfiguration({ ...mirror, level, domain }, imageTarget(mirror)),
    certificateSecretArn: anyArn,
    certificateAuthority: buildNetwork?.certificateAuthority ?? null,
    recordsBucket: bucketName(environment, account, recordsBucket),
    region,
  }).length;
}

function checkUpstreams(
  { buildNetwork, dns }: Parts,
  level: string,
  { upstreams }: MirrorSettings,
): Problem[] {
  const problems: Problem[] = [];
  const home = buildNetwork?.blocks ?? [];
  const entries = Object.entries(upstreams);
  for (const [index, [name, { origin, address }]] of entries.entries()) {
    const path = `overflow:mirrors.${level}.upstreams.${name}`;
    if (buildNetwork !== undefined && !home.some((outer) => contains(block(outer), blockOf(address)))) {
      const allowed = `within overflow:buildNetwork.blocks (${home.join(", ")}): nothing else is reached from the VPC`;
      problems.push({
        path: `${path}.address`,
        got: address,
        allowed,
        fix: "name the egress of the build network",
      });
    }
    const [twin] = entries.slice(0, index).find(([, other]) => other.origin === origin) ?? [];
    if (twin !== undefined) {
      const allowed = `another origin than that of ${twin}`;
      problems.push({ path: `${path}.origin`, got: origin, allowed, fix: "remove one of the two" });
    }
    if (dns === undefined) continue;
    if (origin.endsWith(`.${dns.zone}`)) {
      const allowed = `an origin outside overflow:dns.zone (${dns.zone}), which is the mirrors' own`;
      problems.push({ path: `${path}.origin`, got: origin, allowed, fix: "name the origin itself" });
    }
    const host = mirrorName(name, level, dns.zone);
    if (host.length > longestName) {
      const allowed = `a name that leaves ${host} at most ${longestName} characters`;
      problems.push({
        path,
        got: `${host.length} characters`,
        allowed,
        fix: "shorten it, the level, or overflow:dns.zone",
      });
    }
  }
  return problems;
}
