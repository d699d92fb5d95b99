import { gzipSync, strToU8 } from "fflate";

/** What a mirror is told by its launch template. No secret: whoever may describe the template reads it. */
export interface MirrorUserData {
  readonly environment: string;
  readonly level: string;
  /** `nginxConfiguration.ts`. */
  readonly configuration: string;
  /** Secret with the certificate and its key, JSON; null: plain HTTP. */
  readonly certificateSecretArn: string | null;
  /** Authority of the build network, PEM, trusted beside the system's; null: none. */
  readonly certificateAuthority: string | null;
  readonly recordsBucket: string;
  readonly region: string;
}

/** Most bytes of user data, before base64. Source: EC2 guide, "Run commands at launch", user data limits. */
export const mostUserDataBytes = 16 * 1024;

/** Bytes of the user data, gzipped as the mirror reads it. The same input gives the same bytes on each machine. */
export function mirrorUserDataBytes(data: MirrorUserData): Uint8Array {
  const json = JSON.stringify({ overflow: 1, role: "mirror", ...data });
  return gzipSync(strToU8(json), { level: 9, mtime: 0 });
}

/** The user data as a launch template takes it, base64. @throws RangeError if it is too long for EC2 */
export function mirrorUserData(data: MirrorUserData): string {
  const bytes = mirrorUserDataBytes(data);
  if (bytes.length > mostUserDataBytes) {
    throw new RangeError(
      `The user data of the mirror of level '${data.level}' is ${bytes.length} bytes long, allowed are ${mostUserDataBytes}; declare fewer upstreams or globs.`,
    );
  }
  return Buffer.from(bytes).toString("base64");
}
