import { type LinkPort } from "../link/linkPort";
import { type Listeners } from "../vpc/listeners";

/** Programs that the images of a lab's machines hold. */
export interface ImageFiles {
  readonly python: string;
  /** `images/bootstrap.py`. */
  readonly bootstrap: string;
  /** `images/mirror`. */
  readonly mirror: string;
  readonly nginx: string;
}

/** What an image needs to know of the lab that its machine stands in. */
export interface ImageSurroundings {
  /** The lab's folder. */
  readonly directory: string;
  readonly region: string;
  readonly emulatorUrl: string;
  readonly files: ImageFiles;
  readonly listeners: Listeners;
  /** `host:port` of all that the link leads to. */
  readonly addresses: readonly string[];
  readonly log: (line: string) => void;
}

/** The machine as its image sees it. */
export interface Board {
  readonly instanceId: string;
  readonly home: string;
  readonly metadataUrl: string;
  readonly entry: LinkPort;
}

export interface BootProgram {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** What runs on a machine: how it is started, and how one knows that it is up. */
export interface MachineImage {
  /** Gets ready for one boot. @returns what to run, in the foreground */
  boot(board: Board): Promise<BootProgram>;
  /** Since the last boot. */
  hasBooted(): boolean;
  /** The machine has shut down in order; its disk and its network are still there. */
  afterShutdown(board: Board): Promise<void>;
  /** The machine is gone. */
  close(): Promise<void>;
}
