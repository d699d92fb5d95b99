import { type Socket } from "node:net";

/** Bytes taken in but not yet handed on, at which a flow stops to read. */
const MAX_QUEUED_BYTES = 1024 * 1024;

/** What a flow needs to know of its path at any moment. */
export interface FlowPath {
  isHeld(): boolean;
  delayMs(): number;
}

interface Piece {
  /** null: the sender has ended. */
  readonly bytes: Buffer | null;
  readonly dueAtMs: number;
}

/** One direction of a tunnel: hands on what comes from one socket to another, in order, later, or not for now. */
export class Flow {
  private readonly queue: Piece[] = [];
  private queuedBytes = 0;
  private isBlocked = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly from: Socket,
    private readonly to: Socket,
    private readonly path: FlowPath,
    private readonly count: (bytes: number) => void,
  ) {
    from.on("data", (bytes: Buffer) => {
      this.push(bytes);
    });
    from.on("end", () => {
      this.push(null);
    });
    to.on("drain", () => {
      this.isBlocked = false;
      this.pump();
    });
  }

  /** Takes in bytes that were read before the flow was made. */
  push(bytes: Buffer | null): void {
    this.queue.push({ bytes, dueAtMs: performance.now() + this.path.delayMs() });
    this.queuedBytes += bytes?.length ?? 0;
    this.pump();
  }

  /** Hands on what is due. To be called when the path has changed. */
  pump(): void {
    clearTimeout(this.timer);
    while (!this.path.isHeld() && !this.isBlocked && this.queue[0] !== undefined) {
      const waitMs = this.queue[0].dueAtMs - performance.now();
      if (waitMs > 0) {
        this.timer = setTimeout(() => {
          this.pump();
        }, waitMs);
        break;
      }
      this.handOn(this.queue.shift());
    }
    this.readOrPause();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.queue.length = 0;
  }

  private handOn(piece: Piece | undefined): void {
    if (piece === undefined || this.to.destroyed) return;
    if (piece.bytes === null) {
      this.to.end();
      return;
    }
    this.queuedBytes -= piece.bytes.length;
    this.count(piece.bytes.length);
    this.isBlocked = !this.to.write(piece.bytes);
  }

  /** A socket that is not read notices neither data nor its end: that is what silence takes. */
  private readOrPause(): void {
    if (this.path.isHeld() || this.isBlocked || this.queuedBytes > MAX_QUEUED_BYTES) this.from.pause();
    else this.from.resume();
  }
}
