import { type Settings } from "../settings/schema";
import { subnetBlocksOf } from "../network/subnetKeys";
import { egressConfiguration } from "./egressConfiguration";

/** The service of the build network through which mirrors and builds reach origins outside, by TLS passed on by name. */
const egressService = "egress";

/** Debian's nginx loads `stream` at run time (package libnginx-mod-stream). */
const debianModules = ["modules/ngx_stream_module.so"];

/**
 * nginx.conf of the build network's egress: `overflow:buildNetwork.services.egress`, with the origins whose upstreams name
 * its address. Null if the settings have no such service, or nothing uses it.
 */
export function egressOf(settings: Settings): string | null {
  const service = settings.buildNetwork.services[egressService];
  if (service === undefined) return null;
  const hosts = Object.values(settings.mirrors)
    .flatMap(({ upstreams }) => Object.values(upstreams))
    .filter(({ address, port }) => `${address}/32` === service.block && port === service.port)
    .map(({ origin }) => new URL(origin).hostname);
  if (hosts.length === 0) return null;
  return egressConfiguration({
    listen: `${service.block.replace("/32", "")}:${service.port}`,
    // Builds come too, when their mirror is down.
    allow: Object.entries(subnetBlocksOf(settings))
      .filter(([kind]) => kind === "mirrors" || kind.startsWith("workers-"))
      .flatMap(([, blocks]) => blocks),
    origins: [...new Set(hosts)].map((host) => ({ host, port: 443 })),
    resolvers: settings.buildNetwork.nameServers,
    loadModules: debianModules,
    accessLog: "/var/log/nginx/egress.jsonl",
  });
}
