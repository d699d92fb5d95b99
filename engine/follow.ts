import { closeSync, openSync, readSync, watch } from "node:fs";
import { StringDecoder } from "node:string_decoder";

/** A look at the file this often finds what a watch has missed (file systems without notifications), milliseconds. */
const pollMs = 250;

export interface Follower {
  /** Reads what is left, the last line even without its end, and stops. */
  stop(): void;
}

/** Calls `onLine` for each line that another process appends to `file`. The file must exist. */
export function followLines(file: string, onLine: (line: string) => void): Follower {
  const descriptor = openSync(file, "r");
  const buffer = Buffer.alloc(64 * 1024);
  const decoder = new StringDecoder("utf8");
  let offset = 0;
  let pending = "";

  const read = (): void => {
    for (;;) {
      const count = readSync(descriptor, buffer, 0, buffer.length, offset);
      if (count === 0) return;
      offset += count;
      const lines = (pending + decoder.write(buffer.subarray(0, count))).split("\n");
      pending = lines.pop() ?? "";
      for (const line of lines) if (line !== "") onLine(line);
    }
  };

  const watcher = watch(file, read);
  // The watch is a convenience; the timer finds the same lines a little later.
  watcher.on("error", () => undefined);
  const timer = setInterval(read, pollMs);
  return {
    stop(): void {
      watcher.close();
      clearInterval(timer);
      read();
      closeSync(descriptor);
      if (pending !== "") onLine(pending);
    },
  };
}
