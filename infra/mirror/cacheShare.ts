/** Share of the volume that cached files may take; the rest is for files on their way in, and the file system. */
const cacheShare = 0.8;

/** Below this share of free space nginx throws out what was not used for the longest time. */
const freeShare = 0.1;

/** Most that each upstream's files may take, MiB: a busy one pushes out none of another's. */
export function cacheMibOf(cacheGib: number, upstreams: number): number {
  return Math.floor((cacheGib * 1024 * cacheShare) / upstreams);
}

/** Space that stays free on the volume, MiB. */
export function freeMibOf(cacheGib: number): number {
  return Math.floor(cacheGib * 1024 * freeShare);
}
