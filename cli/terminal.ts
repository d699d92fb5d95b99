/** Where a command prints: results to stdout, everything else to stderr, so that `--json` can be piped. */
export class Terminal {
  /** stderr is a terminal that understands cursor movement. */
  readonly live: boolean;
  readonly colour: boolean;
  /** Results may be coloured, too: stdout is a terminal. */
  readonly colourResults: boolean;
  private drawnLines = 0;

  constructor(
    private readonly out: NodeJS.WriteStream = process.stdout,
    private readonly err: NodeJS.WriteStream = process.stderr,
    environment: NodeJS.ProcessEnv = process.env,
  ) {
    this.live = err.isTTY && environment["TERM"] !== "dumb" && environment["CI"] === undefined;
    this.colourResults = out.isTTY && environment["NO_COLOR"] === undefined;
    this.colour = err.isTTY && environment["NO_COLOR"] === undefined;
  }

  get columns(): number {
    return this.err.columns > 20 ? this.err.columns - 1 : 100;
  }

  /** A result. */
  print(line: string): void {
    this.undraw();
    this.out.write(`${line}\n`);
  }

  /** A part of a result that comes with its own line feeds. */
  printPart(text: string): void {
    this.undraw();
    this.out.write(text);
  }

  /** A word on the way. */
  say(line: string): void {
    this.undraw();
    this.err.write(`${line}\n`);
  }

  /** Resolves when all of it is out: what still waits for the reader of a pipe is lost when the process exits. */
  async flushed(): Promise<void> {
    const streams = [this.out, this.err];
    await Promise.all(
      streams.map(
        (stream) =>
          new Promise<void>((resolve) =>
            stream.write("", () => {
              resolve();
            }),
          ),
      ),
    );
  }

  /** Replaces what was drawn last by these lines; without a live terminal nothing is drawn. */
  draw(lines: readonly string[]): void {
    if (!this.live) return;
    const shown = lines.slice(0, Math.max(4, this.err.rows - 1));
    this.err.write(`${this.back()}${shown.map((line) => `${line}\u001b[K`).join("\n")}\n\u001b[J`);
    this.drawnLines = shown.length;
  }

  /** Leaves the last drawing on the screen and goes on below it. */
  keep(): void {
    this.drawnLines = 0;
  }

  private undraw(): void {
    if (this.drawnLines === 0) return;
    this.err.write(`${this.back()}\u001b[J`);
    this.drawnLines = 0;
  }

  private back(): string {
    return this.drawnLines === 0 ? "" : `\u001b[${this.drawnLines}A\r`;
  }
}
