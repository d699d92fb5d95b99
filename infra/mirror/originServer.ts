import { type UpstreamSettings } from "../settings/groups/mirrors";
import { block, type Directive, pathPattern, quoted } from "./directives";
import { type NginxTarget } from "./target";

/** An upstream with the names that the configuration gives it. All of them are checked words. */
export interface Origin extends UpstreamSettings {
  readonly name: string;
  /** The origin's host: of its certificate, and of the Host header. */
  readonly host: string;
  /** The mirror's host name for it. */
  readonly serverName: string;
}

/** Name of the memory that holds an upstream's cache keys. */
export function zoneOf({ name }: Pick<Origin, "name">): string {
  return `cache_${name}`;
}

/** Answers that are for one client alone, or that the origin wants asked for each time. Source: RFC 9111, 5.2.2. */
export const privateAnswers: readonly Directive[] = [
  block("map $upstream_http_cache_control $overflow_private", [
    "default 0",
    String.raw`"~*(?:^|[\s,])(?:private|no-store)(?:[\s,;=]|$)" 1`,
  ]),
  block("map $upstream_http_cache_control $overflow_changing", [
    "default 0",
    String.raw`"~*(?:^|[\s,])(?:private|no-store|no-cache|(?:s-maxage|max-age)=0)(?:[\s,;=]|$)" 1`,
  ]),
];

/** Set by origins to steer nginx itself: one of them would have it serve another location, or another time. */
const steering = ["Redirect", "Expires", "Limit-Rate", "Buffering", "Charset"].map(
  (name) => `X-Accel-${name}`,
);

/** Bytes of a slice of an immutable file. */
const slice = "1m";

/** The server block of one upstream. */
export function originServer(origin: Origin, origins: readonly Origin[], target: NginxTarget): Directive {
  const tls = target.certificate === null ? "" : " ssl";
  const sliced = target.modules.includes("http_slice_module");
  return block(
    "server",
    [
      `listen ${target.listen}${tls}`,
      `server_name ${origin.serverName}`,
      // git's smart protocol goes on with POST, which no cache can answer: it is refused at its first request, not half-way.
      block("if ($arg_service ~ ^git-)", [
        `return 403 ${quoted("overflow: a mirror serves no git smart HTTP; clone from a bundle, or from the origin")}`,
      ]),
      `proxy_ssl_name ${origin.host}`,
      ...origins.flatMap(redirects(target)),
      `add_header X-Overflow-Cache $upstream_cache_status always`,
      "error_page 502 504 =502 @unreachable",
      block("location @unreachable", [
        "default_type text/plain",
        `return 502 ${quoted("overflow: the origin does not answer")}`,
      ]),
      block("location /", index(origin)),
      ...(origin.immutable.length === 0
        ? []
        : [block(`location ~ ${pathPattern(origin.immutable)}`, immutable(origin, sliced))]),
    ],
    `${origin.origin} by ${origin.address}:${origin.port}`,
  );
}

/** A redirect to a declared origin leads to its mirror; any other is the client's to follow. */
function redirects({ certificate }: NginxTarget): (origin: Origin) => readonly Directive[] {
  const scheme = certificate === null ? "http" : "https";
  return ({ host, serverName }) => [
    `proxy_redirect https://${host}/ ${scheme}://${serverName}/`,
    `proxy_redirect https://${host}:443/ ${scheme}://${serverName}/`,
  ];
}

/** Pages that change: kept for minutes, then asked for again with what nginx knows of them (ETag, Last-Modified). */
function index(origin: Origin): readonly Directive[] {
  return [
    ...fetch(origin, ["Cache-Control", "Expires"]),
    // Pages differ by it (PyPI: HTML or JSON); nginx keeps each kind that `Vary` tells apart.
    "proxy_set_header Accept $http_accept",
    `proxy_cache_key "${origin.origin}$request_uri"`,
    "proxy_no_cache $overflow_changing",
    `proxy_cache_valid 200 301 302 307 308 ${origin.indexMinutes}m`,
    "proxy_cache_valid 404 410 1m",
  ];
}

/** Files that never change under their name. */
function immutable(origin: Origin, sliced: boolean): readonly Directive[] {
  return [
    ...fetch(origin, ["Cache-Control", "Expires", "Vary"]),
    ...(sliced ? [`slice ${slice}`, "proxy_set_header Range $slice_range"] : []),
    `proxy_cache_key "${origin.origin}$request_uri${sliced ? " $slice_range" : ""}"`,
    "proxy_no_cache $overflow_private",
    `proxy_cache_valid 200${sliced ? " 206" : ""} 365d`,
    `proxy_cache_valid 301 302 307 308 ${origin.indexMinutes}m`,
    "proxy_cache_valid 404 410 1m",
  ];
}

/**
 * The request to the origin. Its headers are these and no others: no cookie, no credential, nothing that could make the origin
 * answer one client in a way that the next is then given from the cache. The key is what the origin is asked for, to the letter:
 * `$uri`, decoded, would give `/a%3Fb` and `/a?b` one entry.
 */
function fetch({ name, host, cookies }: Origin, ignored: readonly string[]): readonly Directive[] {
  const headers = [...steering, ...ignored, ...(cookies === "drop" ? ["Set-Cookie"] : [])];
  return [
    limitToReading,
    `proxy_pass https://${name}`,
    `proxy_cache ${zoneOf({ name })}`,
    `proxy_ignore_headers ${headers.join(" ")}`,
    `proxy_set_header Host ${host}`,
    "proxy_set_header User-Agent overflow-mirror",
    "proxy_set_header Accept-Encoding identity",
    // A connection kept for later may die with the link and take the read time-out, not the connect time-out, to show it.
    "proxy_set_header Connection close",
  ];
}

/** `GET` stands for HEAD, too (ngx_http_core_module, limit_except). */
const limitToReading = block("limit_except GET", ["deny all"]);
