/**
 * The build network's egress, as nginx.conf: it reads which host a TLS client asks for (SNI, RFC 6066, 3) and passes the connection on
 * unopened, to hosts that were declared and to no other. The client itself verifies the host's certificate.
 * https://nginx.org/en/docs/stream/ngx_stream_ssl_preread_module.html
 * @param hosts name → loopback port that plays the host
 */
export function egressConfiguration(port: number, hosts: Readonly<Record<string, number>>): string {
  const passed = Object.entries(hosts).map(([host, at]) => `    ${host} 127.0.0.1:${at};`);
  return `daemon off;
master_process off;
pid egress.pid;
error_log egress.log warn;
events {}
stream {
  map $ssl_preread_server_name $host_of_the_internet {
    # Nothing listens on port 1: an undeclared host is a connection that is closed.
    default 127.0.0.1:1;
${passed.join("\n")}
  }
  server {
    listen 127.0.0.1:${port};
    ssl_preread on;
    proxy_connect_timeout 5s;
    proxy_pass $host_of_the_internet;
  }
}
`;
}
