export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** Writes one line of JSON for each event. Callers pass no secrets: names, counts, reasons and error texts only. */
export type Log = (event: string, fields?: LogFields) => void;

export function createLog(write: (line: string) => void): Log {
  return (event, fields = {}) => {
    write(JSON.stringify({ at: new Date().toISOString(), event, ...fields }) + "\n");
  };
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
