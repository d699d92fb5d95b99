export interface BuildResult {
  readonly name: string;
  /** False: it was fresh already. */
  readonly built: boolean;
  /** Digest of the bundle, hexadecimal; only when it was built. */
  readonly sha256?: string;
  readonly bytes?: number;
}

/**
 * Builds the bundles in `dist/` that are not fresh (all of `tools/bundles.js` whose sources exist, or those named).
 * @throws Error with esbuild's findings in `errors` when a source does not parse or an import is not found
 */
export declare function build(options?: {
  readonly names?: readonly string[];
  readonly root?: string;
  readonly force?: boolean;
}): Promise<BuildResult[]>;
