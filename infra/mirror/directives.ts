/** nginx configuration: a directive without its semicolon, or a block of such. */
export type Directive = string | Block;

export interface Block {
  readonly head: string;
  readonly body: readonly Directive[];
  /** Why it is there, for whoever reads the file on a mirror. */
  readonly comment?: string;
}

export function block(head: string, body: readonly Directive[], comment?: string): Block {
  return comment === undefined ? { head, body } : { head, body, comment };
}

/** The text of a configuration, two spaces a level. */
export function render(directives: readonly Directive[], indent = ""): string {
  return directives
    .map((directive) => {
      if (typeof directive === "string") return `${indent}${directive};\n`;
      const comment = directive.comment === undefined ? "" : `${indent}# ${directive.comment}\n`;
      return `${comment}${indent}${directive.head} {\n${render(directive.body, `${indent}  `)}${indent}}\n`;
    })
    .join("");
}

/** A text as one word of a directive. @throws RangeError on what could end the word or name a variable */
export function quoted(text: string): string {
  if (/["\\$\n\r\0]/.test(text))
    throw new RangeError(`${JSON.stringify(text)} cannot be written into nginx.conf`);
  return `"${text}"`;
}

/** A bare word: a name, an address, a path. @throws RangeError on anything that nginx reads as more than one */
export function bare(text: string): string {
  if (!/^[A-Za-z0-9._:/-]+$/.test(text))
    throw new RangeError(`${JSON.stringify(text)} is no word of nginx.conf`);
  return text;
}

/**
 * Paths that match one of the globs, as a regular expression in quotes: `*` is any run of characters, everything else stands
 * for itself. @throws RangeError on a character that the settings do not let through
 */
export function pathPattern(globs: readonly string[]): string {
  const parts = globs.map((glob) => {
    if (!/^\/[A-Za-z0-9._~*/+@%-]*$/.test(glob))
      throw new RangeError(`${JSON.stringify(glob)} is no glob of a path`);
    return glob.replace(/[.+]/g, "\\$&").replace(/\*+/g, ".*");
  });
  // In quotes, nginx takes \. and \+ as they are: it unescapes \" \' \\ \t \r \n alone.
  return `"^(?:${parts.join("|")})$"`;
}
