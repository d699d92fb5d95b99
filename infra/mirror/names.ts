import { type MirrorSettings } from "../settings/groups/mirrors";

/** What the mirrors of a trust level answer under: `<upstream>.<this>`. */
export function mirrorDomain(level: string, zone: string): string {
  return `${level}.mirror.${zone}`;
}

/** Host name under which workers of a level fetch from an upstream. */
export function mirrorName(upstream: string, level: string, zone: string): string {
  return `${upstream}.${mirrorDomain(level, zone)}`;
}

/** Origin → where the level's mirror serves it, as a worker's user data says it, e.g. `https://pypi.org` → `https://pypi.try.mirror.…`. */
export function mirrorOrigins(
  { transport, upstreams }: Pick<MirrorSettings, "transport" | "upstreams">,
  level: string,
  zone: string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(upstreams).map(([name, { origin }]) => [
      origin,
      `${schemeOf(transport)}://${mirrorName(name, level, zone)}`,
    ]),
  );
}

/** Scheme of a mirror's own address. */
export function schemeOf(transport: MirrorSettings["transport"]): "https" | "http" {
  return transport === "tls" ? "https" : "http";
}
