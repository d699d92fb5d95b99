import { bare, block, render } from "./directives";

/** The build network's egress: lets TLS out by the name that the client asks for, and to nowhere else. */
export interface Egress {
  /** `ADDRESS:PORT` that the mirrors' upstreams name. */
  readonly listen: string;
  /** Blocks that may connect: the VPC's mirror subnets. */
  readonly allow: readonly string[];
  readonly origins: readonly { readonly host: string; readonly port: number }[];
  /** DNS servers of the build network, `ADDRESS` or `ADDRESS:PORT`. */
  readonly resolvers: readonly string[];
  /** Modules that the build network's nginx loads at run time, e.g. `modules/ngx_stream_module.so` on Debian; none where it has them built in. */
  readonly loadModules: readonly string[];
  readonly accessLog: string;
}

/**
 * nginx.conf of the egress, in the build network. It decrypts nothing: the mirror verifies the origin's own certificate through it.
 * The destination comes from the allow-list alone; a name that is not on it, or none, meets an upstream without a living server and is
 * closed at once. Source: nginx.org, ngx_stream_ssl_preread_module, ngx_stream_map_module, ngx_stream_access_module.
 * @throws RangeError on a value that is no host, address or block
 */
export function egressConfiguration({
  listen,
  allow,
  origins,
  resolvers,
  loadModules,
  accessLog,
}: Egress): string {
  const fields = [
    `"atMs":$overflow_ms`,
    `"client":"$remote_addr"`,
    `"name":"$ssl_preread_server_name"`,
    `"status":$status`,
    `"sentBytes":$bytes_sent`,
    `"receivedBytes":$bytes_received`,
    `"seconds":$session_time`,
  ];
  const destinations = [...origins]
    .sort((a, b) => (a.host < b.host ? -1 : 1))
    .map(({ host, port }) => `${bare(host)} ${bare(`${host}:${port}`)}`);
  return `# TLS egress for overflow's mirrors. Rendered by overflow: change the settings, not this file.\n${render(
    [
      ...loadModules.map((module) => `load_module ${bare(module)}`),
      "worker_processes auto",
      "error_log stderr warn",
      block("events", ["worker_connections 4096"]),
      block("stream", [
        "map_hash_bucket_size 512",
        block("map $msec $overflow_ms", [`"~^(?<seconds>[0-9]+)\\.(?<ms>[0-9]+)$" "$seconds$ms"`]),
        `log_format egress escape=json '{${fields.join(",")}}'`,
        `access_log ${bare(accessLog)} egress`,
        block("upstream overflow_closed", ["server 127.0.0.1:9 down"], "No server lives here."),
        block("map $ssl_preread_server_name $overflow_destination", [
          "default overflow_closed",
          ...destinations,
        ]),
        `resolver ${resolvers.map(bare).join(" ")} ipv6=off`,
        "resolver_timeout 2s",
        block("server", [
          `listen ${bare(listen)}`,
          ...allow.map((cidr) => `allow ${bare(cidr)}`),
          "deny all",
          "ssl_preread on",
          "preread_timeout 5s",
          "proxy_connect_timeout 1s",
          "proxy_timeout 60s",
          "proxy_pass $overflow_destination",
        ]),
      ]),
    ],
  )}`;
}
