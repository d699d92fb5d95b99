/** Addresses of the build network and the loopback ports that play them: `10.20.0.10:9989` → 41234. */
export type Routes = ReadonlyMap<string, number>;

/**
 * Parses routes written as `host:port=loopbackPort`.
 * @throws Error that names the route
 */
export function parseRoutes(texts: readonly string[]): Routes {
  return new Map(
    texts.map((text) => {
      const match = /^([^\s:=]+:\d{1,5})=(\d{1,5})$/.exec(text);
      const [, address, port] = match ?? [];
      if (address === undefined || !isPort(Number(port)) || !isPort(Number(address.split(":")[1]))) {
        throw new Error(`A route must look like 10.20.0.10:9989=41234, got ${JSON.stringify(text)}.`);
      }
      return [address, Number(port)];
    }),
  );
}

/**
 * Parses names of the build network written as `host=address`.
 * @throws Error that names the one that is wrong
 */
export function parseNames(texts: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    texts.map((text) => {
      const [, host, address] = /^([\w.-]+)=([\d.]+)$/.exec(text) ?? [];
      if (host === undefined || address === undefined) {
        throw new Error(
          `A name must look like buildmaster.corp.example=10.20.0.10, got ${JSON.stringify(text)}.`,
        );
      }
      return [host.toLowerCase(), address];
    }),
  );
}

const isPort = (port: number) => port >= 1 && port <= 65_535;
