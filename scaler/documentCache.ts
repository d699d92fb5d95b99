import { type ScalerDocument } from "./document";
import { type Clock, type DocumentSource } from "./ports";

/** A tick and its readings share one document; a change of settings is seen a second later at most. */
const KEEP_MS = 1_000;

export function cachedDocument(source: DocumentSource, clock: Clock): DocumentSource {
  let known: { readonly document: ScalerDocument; readonly untilMs: number } | null = null;
  return {
    async read() {
      if (known === null || clock.nowMs() >= known.untilMs) {
        known = { document: await source.read(), untilMs: clock.nowMs() + KEEP_MS };
      }
      return known.document;
    },
  };
}
