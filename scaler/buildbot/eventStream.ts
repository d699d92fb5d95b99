/** One event of a `text/event-stream`. */
export interface StreamEvent {
  readonly event: string;
  readonly data: string;
}

/** Longest unfinished event kept, characters; the master's own are below 100 kB. */
const maxPending = 1024 * 1024;

/**
 * Reads events from a stream that arrives in pieces. Source: WHATWG HTML, "Server-sent events", 9.2.6; `id` and
 * `retry` are left out, for Buildbot sends none.
 */
export class EventStreamReader {
  #rest = "";

  /**
   * @returns the events that this piece completes
   * @throws RangeError if one event grows beyond a million characters
   */
  push(piece: string): StreamEvent[] {
    const text = this.#rest + piece;
    // A final CR may be the first half of a CR LF: one line end, not two.
    const cut = text.endsWith("\r") ? text.length - 1 : text.length;
    const blocks = text.slice(0, cut).replace(/\r\n?/g, "\n").split("\n\n");
    this.#rest = (blocks.pop() ?? "") + text.slice(cut);
    if (this.#rest.length > maxPending)
      throw new RangeError(`an event is longer than ${maxPending} characters`);
    return blocks.map(parseBlock).filter((event) => event.data !== "");
  }
}

function parseBlock(block: string): StreamEvent {
  let event = "message";
  const data: string[] = [];
  for (const line of block.split("\n")) {
    const [, field, value] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
    if (field === "event" && value !== undefined) event = value;
    if (field === "data" && value !== undefined) data.push(value);
  }
  return { event, data: data.join("\n") };
}
