import { type Document, isMap, isNode, isPair, isScalar, isSeq, type Node, parseDocument, visit } from "yaml";

/** Keys from `config` down to a value. */
export type Path = readonly (string | number)[];

/** A value that the template says is the user's own, by a comment `# <-- your …` behind it. */
export interface Mark {
  readonly path: Path;
  /** Words of the comment, e.g. `your gateway`. */
  readonly words: string;
}

const arrow = /^\s*<--\s*/;

/** A settings file, to be changed with its comments kept. @throws Error if it is no YAML */
export function settingsDocument(text: string): Document {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error !== undefined) throw error;
  return document;
}

/** Every marked value, in the order of the file. */
export function marksOf(document: Document): readonly Mark[] {
  const marks: Mark[] = [];
  visit(document, {
    Node(_, node, ancestors) {
      const comment = node.comment ?? "";
      if (!arrow.test(comment)) return;
      const path = pathOf([...ancestors, node]);
      if (path !== null) marks.push({ path, words: comment.replace(arrow, "").trim() });
    },
  });
  return marks;
}

/** The value at a path, as plain data; undefined if there is none. */
export function valueAt(document: Document, path: Path): unknown {
  const node = document.getIn(path, true);
  return isNode(node) ? node.toJS(document) : undefined;
}

/** Puts a value in place of the one that is there; what it was marked with goes, other comments stay. */
export function setValue(document: Document, path: Path, value: unknown): void {
  const old = document.getIn(path, true);
  const made = document.createNode(value);
  if (isScalar(old) && isScalar(made)) {
    old.value = made.value;
    // `111122223333` must stay a text; a block of several lines stays a block.
    if (typeof made.value === "string" && old.type === "PLAIN") delete old.type;
  } else {
    if (isNode(old)) copyLooks(old, made);
    document.setIn(path, made);
  }
  const node = document.getIn(path, true);
  if (isNode(node) && arrow.test(node.comment ?? "")) delete node.comment;
}

function copyLooks(old: Node, made: Node): void {
  made.commentBefore = old.commentBefore ?? null;
  made.comment = old.comment ?? null;
  if ((isSeq(old) && isSeq(made)) || (isMap(old) && isMap(made))) made.flow = old.flow ?? false;
}

/** The text, in the style of this project: no line is broken, `{ a: b }` with spaces, `[a, b]` without. */
export function textOf(document: Document): string {
  return document
    .toString({ lineWidth: 0, flowCollectionPadding: false })
    .replace(/(: )\{(\S.*\S)\}$/gm, "$1{ $2 }");
}

function pathOf(nodes: readonly unknown[]): Path | null {
  const path: (string | number)[] = [];
  nodes.forEach((node, index) => {
    const above = nodes[index - 1];
    if (isPair(node) && isScalar(node.key)) path.push(String(node.key.value));
    else if (isSeq(above)) path.push(above.items.indexOf(node));
  });
  return path[0] === "config" ? path : null;
}
