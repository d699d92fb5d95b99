import { type Props } from "../values";

/** What most services call a tag. */
export interface TagPair {
  readonly Key: string;
  readonly Value: string;
}

export function tagList(tags: Readonly<Record<string, string>>): TagPair[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

interface AnsweredTag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

/** A resource's tags, without those that AWS itself sets. */
export function tagsAll(tags: readonly AnsweredTag[] | undefined): Props {
  return Object.fromEntries(
    (tags ?? []).flatMap(({ Key, Value }) =>
      Key === undefined || Key.startsWith("aws:") ? [] : [[Key, Value ?? ""]],
    ),
  );
}
