import { type BuildbotQueue, createBuildbotQueue } from "./buildbot";
import { type MasterDocument } from "./document";
import { type Clock, type DocumentSource, type Queue, type Secrets } from "./ports";

/** Wait after a failure to learn where the master is, before events are listened to again. */
const RETRY_MS = 2_000;

interface Connection {
  readonly key: string;
  readonly queue: BuildbotQueue;
  /** Aborted when the document names another master. */
  readonly life: AbortController;
}

/** The master that the document names, as a queue: found at the first call, and again when the document names another. */
export function createMasterQueue(documents: DocumentSource, secrets: Secrets, clock: Clock): Queue {
  let known: Connection | null = null;

  async function connect(): Promise<Connection> {
    const { master } = await documents.read();
    const password = await secrets.read(master.passwordSecretArn);
    const key = keyOf(master, password);
    if (known?.key === key) return known;
    const former = known;
    const { webUrl, certificateAuthority, user } = master;
    known = {
      key,
      queue: createBuildbotQueue({ webUrl, certificateAuthority, user, password, clock }),
      life: new AbortController(),
    };
    former?.life.abort();
    await former?.queue.close();
    return known;
  }

  return {
    read: async (...args) => (await connect()).queue.read(...args),
    pause: async (...args) => (await connect()).queue.pause(...args),
    unpause: async (...args) => (await connect()).queue.unpause(...args),
    async listen(wake, signal) {
      while (!signal.aborted) {
        try {
          const { queue, life } = await connect();
          await queue.listen(wake, AbortSignal.any([signal, life.signal]));
        } catch {
          await clock.sleep(RETRY_MS, signal);
        }
      }
    },
  };
}

function keyOf(master: MasterDocument, password: string): string {
  return JSON.stringify([master.webUrl, master.certificateAuthority, master.user, password]);
}
