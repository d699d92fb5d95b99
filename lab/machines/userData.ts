import { gunzipSync } from "node:zlib";

/** What a VM is told to be. Whatever is no mirror boots the worker's image, which refuses what it can not use. */
export type Role = "worker" | "mirror";

/** Bytes that a gzip stream begins with (RFC 1952, 2.3.1). */
const GZIP = Buffer.from([0x1f, 0x8b]);

/** The role that user data tells: JSON, gzipped or not, with `role`. */
export function roleOf(userData: Buffer): Role {
  try {
    const text = userData.subarray(0, 2).equals(GZIP) ? gunzipSync(userData) : userData;
    const value: unknown = JSON.parse(text.toString("utf8"));
    return typeof value === "object" && value !== null && "role" in value && value.role === "mirror"
      ? "mirror"
      : "worker";
  } catch {
    return "worker";
  }
}
