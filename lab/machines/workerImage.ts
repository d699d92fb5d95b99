import { dirname, join } from "node:path";
import { type LinkPort } from "../link/linkPort";
import { type Board, type BootProgram, type ImageSurroundings, type MachineImage } from "./image";

/** A build machine: the image's bootstrap becomes Buildbot's worker. */
export class WorkerImage implements MachineImage {
  private entry: LinkPort | null = null;
  private connectionsBeforeBoot = 0;

  constructor(private readonly surroundings: ImageSurroundings) {}

  boot({ home, metadataUrl, entry }: Board): Promise<BootProgram> {
    const { python, bootstrap } = this.surroundings.files;
    this.entry = entry;
    this.connectionsBeforeBoot = connections(entry);
    const proxy = `127.0.0.1:${entry.state().port}`;
    return Promise.resolve({
      command: [python, bootstrap, "--metadata", metadataUrl, "--home", home, "--proxy", proxy],
      environment: {
        ...commonEnvironment(python, home),
        // All that a build reaches, it reaches through its machine's own network.
        HTTPS_PROXY: `http://${proxy}`,
        AWS_ENDPOINT_URL_S3: `http://${proxy}`,
      },
    });
  }

  /** The worker has reached the build network. */
  hasBooted(): boolean {
    return this.entry !== null && connections(this.entry) > this.connectionsBeforeBoot;
  }

  afterShutdown(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** Environment of whatever runs on a machine. */
export const commonEnvironment = (python: string, home: string): Record<string, string> => ({
  PATH: `${dirname(python)}:/usr/local/bin:/usr/bin:/bin`,
  HOME: home,
  TMPDIR: join(home, "tmp"),
  LANG: "C.UTF-8",
  PYTHONUNBUFFERED: "1",
});

/** Connections into the build network that this machine has ever had. */
function connections(entry: LinkPort): number {
  return entry.state().destinations.reduce((sum, destination) => sum + destination.connections, 0);
}
