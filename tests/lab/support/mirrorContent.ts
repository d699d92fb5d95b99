import { nginxConfiguration } from "../../../infra/mirror/nginxConfiguration";
import { imageTarget } from "../../../infra/mirror/target";
import { type UpstreamSettings } from "../../../infra/settings/groups/mirrors";

export const domain = "try.mirror.lab.example";

const upstream = (host: string, address: string, more: Partial<UpstreamSettings> = {}): UpstreamSettings => ({
  origin: `https://${host}`,
  address,
  port: 443,
  immutable: ["/packages/*"],
  indexMinutes: 1,
  cookies: "refuse",
  ...more,
});

const upstreams = {
  files: upstream("files.example.org", "10.20.0.31"),
  cookies: upstream("files.example.org", "10.20.0.31", {
    origin: "https://cookies.example.org",
    cookies: "drop",
  }),
  other: upstream("other.example.org", "10.20.0.32"),
  wrong: upstream("wrong.example.org", "10.20.0.31"),
};

/** What the mirror of the tests serves, rendered as a stack does. */
export const configuration = nginxConfiguration(
  { level: "try", domain, cacheGib: 10, upstreams },
  imageTarget({ transport: "tls", slice: false }),
);
