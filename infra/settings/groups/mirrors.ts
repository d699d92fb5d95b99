import { choice } from "../choice";
import { group, list, named } from "../containers";
import { type Value } from "../field";
import { address, boolean, dollars, port, text, whole } from "../values";
import { level, word } from "./words";

/** Source of the label's limits: RFC 1123, 2.1. Lower case, so that one origin has one spelling. */
const label = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";

const upstream = group("An origin that the mirror fetches from", {
  origin: text(
    "The origin, https only: its certificate is verified, its host is the mirror's only destination",
    new RegExp(`^https://(?=.{4,253}$)(?:${label}\\.)+${label}$`),
    "https:// and a host name in lower case, no port and no path",
    "https://pypi.org",
  ),
  address: address(
    "What answers for it in the build network: the origin itself, or the egress that passes TLS on by name",
    "10.20.0.40",
  ),
  port: port("Its TCP port there", 443),
  immutable: list(
    "Paths whose content never changes, kept for a year: globs, * is any run of characters",
    text(
      "A glob",
      /^\/[A-Za-z0-9._~*/+@%-]{0,199}$/,
      "a path from / on, * for any characters",
      '"/packages/*"',
    ),
    0,
    20,
  ),
  indexMinutes: whole("Minutes that every other page is served without asking the origin again", 1, 60, 5),
  cookies: choice(
    "Answers that set a cookie: refuse keeps none of them; drop keeps them without the cookie, for origins that set one on what everybody may read",
    ["refuse", "drop"],
    "refuse",
  ),
});

const mirror = group("The mirrors of one trust level: no other level reads what they keep", {
  image: text(
    "Image of the mirror",
    /^ami-([0-9a-f]{8}|[0-9a-f]{17})$/,
    "an AMI id of this region",
    "ami-0abcdef1234567890",
  ),
  instanceType: text(
    "EC2 instance type",
    /^[a-z][a-z0-9-]*\.(nano|micro|small|medium|large|\d*xlarge|metal(-\d+xl)?)$/,
    "an instance type",
    "c6in.large",
  ),
  rootDevice: text("Root device of the image", /^\/dev\/(xvda|sda1)$/, "/dev/xvda or /dev/sda1", "/dev/xvda"),
  rootGib: whole("Size of the root volume, GiB", 8, 16_384, 10),
  cacheGib: whole("Size of the volume that the cache lies on, GiB", 10, 16_384, 200),
  minimum: whole("Fewest mirrors", 1, 10, 2),
  maximum: whole("Most mirrors", 1, 10, 2),
  transport: choice("How workers reach it: https, or plain http", ["tls", "plain"], "tls"),
  slice: boolean(
    "Keep large immutable files in slices, so that ranges are fetched alone; the image's nginx must have http_slice_module",
  ),
  dollarsPerHour: dollars("On-demand price of one running mirror", 0.1134),
  // 20: rendered, they must fit into the user data with the room that gzip leaves (checkMirrors holds the exact bound).
  upstreams: named(
    "Origins by name; the name is part of the mirror's host name",
    { ...word, example: "pypi" },
    upstream,
    1,
    20,
  ),
});

// 5: one for each trust level, and each has its own load balancer.
export const mirrors = named("Mirrors by trust level", level, mirror, 0, 5);

export type MirrorSettings = Value<typeof mirror>;
export type UpstreamSettings = Value<typeof upstream>;
