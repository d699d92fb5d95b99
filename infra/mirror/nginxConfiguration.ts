import { type MirrorSettings } from "../settings/groups/mirrors";
import { cacheMibOf, freeMibOf } from "./cacheShare";
import { bare, block, type Directive, quoted, render } from "./directives";
import { originServer, type Origin, privateAnswers, zoneOf } from "./originServer";
import { type NginxTarget } from "./target";

/** What the mirrors of one trust level serve. */
export interface MirrorContent {
  readonly level: string;
  /** `names.ts` `mirrorDomain`. */
  readonly domain: string;
  readonly upstreams: MirrorSettings["upstreams"];
  readonly cacheGib: number;
}

/**
 * The configuration of a mirror's nginx, whole. Pure; the same settings give the same text.
 *
 * A server block for each declared upstream and nothing else: no destination, cache key or certificate name comes from what a
 * client sends. Source of the directives: nginx.org, ngx_http_proxy_module, ngx_http_upstream_module, ngx_http_log_module.
 * @throws RangeError on a value that the settings' checks let nobody write
 */
export function nginxConfiguration(content: MirrorContent, target: NginxTarget): string {
  const origins = originsOf(content);
  return `# Mirror of trust level ${bare(content.level)}. Rendered by overflow: change the settings, not this file.\n${render(
    [
      "daemon off",
      `pid ${bare(target.pidFile)}`,
      "worker_processes auto",
      "error_log stderr warn",
      block("events", ["worker_connections 4096"]),
      block("http", [
        // Mirrors' names are longer than nginx expects.
        "server_names_hash_bucket_size 512",
        "map_hash_bucket_size 512",
        ...logging(content.level, origins, target),
        ...serving(target),
        ...fetching(target),
        ...privateAnswers,
        ...origins.flatMap((origin) => [
          cachePath(origin, origins.length, content.cacheGib, target),
          peers(origin),
        ]),
        heartbeat(target),
        unknownHost(target),
        ...origins.map((origin) => originServer(origin, origins, target)),
      ]),
    ],
  )}`;
}

function originsOf({ domain, upstreams }: MirrorContent): readonly Origin[] {
  return Object.entries(upstreams)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, settings]) => ({
      ...settings,
      name: bare(name),
      host: bare(settings.origin.replace(/^https:\/\//, "")),
      serverName: bare(`${name}.${domain}`),
    }));
}

/** One JSON object a line; reports/mirror.ts reads it. The query is left out: it may hold somebody's token. */
function logging(
  level: string,
  origins: readonly Origin[],
  { accessLog }: NginxTarget,
): readonly Directive[] {
  const fields = [
    `"atMs":$overflow_ms`,
    `"level":"${bare(level)}"`,
    `"upstream":"$overflow_upstream"`,
    `"client":"$remote_addr"`,
    `"method":"$request_method"`,
    `"path":"$uri"`,
    `"status":$status`,
    `"cache":"$upstream_cache_status"`,
    `"sentBytes":$body_bytes_sent`,
    `"responseBytes":$bytes_sent`,
    `"fetchedBytes":"$upstream_bytes_received"`,
    `"seconds":$request_time`,
  ];
  return [
    block("map $msec $overflow_ms", [`"~^(?<seconds>[0-9]+)\\.(?<ms>[0-9]+)$" "$seconds$ms"`]),
    block("map $server_name $overflow_upstream", [
      `default ""`,
      ...origins.map(({ serverName, name }) => `${serverName} ${name}`),
    ]),
    `log_format mirror escape=json '{${fields.join(",")}}'`,
    `access_log ${bare(accessLog)} mirror`,
    // What a background update or a slice fetches came over the link, too.
    "log_subrequest on",
  ];
}

function serving({ certificate }: NginxTarget): readonly Directive[] {
  return [
    "server_tokens off",
    "default_type application/octet-stream",
    "absolute_redirect off",
    "merge_slashes off",
    "sendfile on",
    "tcp_nopush on",
    "client_header_timeout 10s",
    "reset_timedout_connection on",
    // No body is ever read: a method that has one is refused whatever its size.
    "client_max_body_size 0",
    ...(certificate === null
      ? []
      : [
          `ssl_certificate ${bare(certificate.chain)}`,
          `ssl_certificate_key ${bare(certificate.privateKey)}`,
          "ssl_protocols TLSv1.2 TLSv1.3",
          "ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20",
          "ssl_session_cache shared:tls:10m",
          "ssl_session_tickets off",
        ]),
  ];
}

/** How origins are asked, and what is kept; the same for all. */
function fetching({ trusted, temporaryFolder }: NginxTarget): readonly Directive[] {
  const folders = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  return [
    ...folders.map((kind) => `${kind}_temp_path ${bare(temporaryFolder)}/${kind}`),
    "proxy_http_version 1.1",
    // Connecting and the TLS handshake together: a SYN lost once still makes it, and a dead origin is a 502 within 2 s.
    "proxy_connect_timeout 1200ms",
    "proxy_send_timeout 10s",
    "proxy_read_timeout 30s",
    "proxy_next_upstream off",
    "proxy_pass_request_body off",
    "proxy_pass_request_headers off",
    "proxy_ssl_verify on",
    "proxy_ssl_verify_depth 5",
    `proxy_ssl_trusted_certificate ${bare(trusted)}`,
    "proxy_ssl_protocols TLSv1.2 TLSv1.3",
    "proxy_ssl_server_name on",
    "proxy_buffer_size 16k",
    "proxy_buffers 8 64k",
    "proxy_busy_buffers_size 128k",
    // Many VMs that want the same are one fetch.
    "proxy_cache_lock on",
    "proxy_cache_lock_timeout 10m",
    "proxy_cache_lock_age 10m",
    "proxy_cache_use_stale error timeout invalid_header updating http_500 http_502 http_503 http_504 http_429",
    "proxy_cache_background_update on",
    "proxy_cache_revalidate on",
    "proxy_force_ranges on",
    "proxy_hide_header Set-Cookie",
    "proxy_hide_header Set-Cookie2",
    "proxy_hide_header Alt-Svc",
    "proxy_hide_header X-Overflow-Cache",
  ];
}

function cachePath(origin: Origin, count: number, cacheGib: number, { cacheFolder }: NginxTarget): Directive {
  // 16m: keys of about 128,000 files (nginx.org: 8,000 a megabyte).
  return (
    `proxy_cache_path ${bare(cacheFolder)}/${origin.name} levels=1:2 keys_zone=${zoneOf(origin)}:16m ` +
    `max_size=${cacheMibOf(cacheGib, count)}m min_free=${freeMibOf(cacheGib)}m inactive=90d use_temp_path=off`
  );
}

/**
 * The origin twice, once `down`: nginx gives up on a server only where there are two (ngx_http_upstream_module, max_fails). So one
 * dead origin costs one connect time-out in 2 s, not one for each of the clients that wait for the cache lock in turn.
 */
function peers({ name, address, port }: Origin): Directive {
  return block(`upstream ${name}`, [
    `zone origin_${name} 128k`,
    `server ${bare(address)}:${port} max_fails=1 fail_timeout=2s`,
    `server ${bare(address)}:${port} down`,
  ]);
}

function heartbeat({ heartbeat: listen }: NginxTarget): Directive {
  return block("server", [
    `listen ${bare(listen)}`,
    "access_log off",
    block("location = /heartbeat", ["default_type text/plain", `return 200 ${quoted("ok")}`]),
    block("location /", ["return 404"]),
  ]);
}

function unknownHost({ listen, certificate }: NginxTarget): Directive {
  const tls = certificate === null ? "" : " ssl";
  return block(
    "server",
    [`listen ${bare(listen)}${tls} default_server`, "server_name _", "return 404"],
    "Any name that is not declared.",
  );
}
