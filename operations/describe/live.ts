import { clientConfig } from "../clients";
import { type Asked, askAll } from "./ask";
import { accountClients } from "./sdk";

export interface LiveOptions {
  /** Credentials and, in the lab, its endpoint: `clientConfig`. */
  readonly env: NodeJS.ProcessEnv;
  readonly regions: readonly string[];
  /** Names the account in the answers' places; undefined: it is the only one. */
  readonly account?: string;
  readonly onProgress: (line: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * What a live account answers in each of the Regions, and what it did not answer. Nothing is changed in it: every call describes, lists or
 * gets. @throws Error if it is interrupted
 */
export async function askAccount({ env, regions, account, onProgress, signal }: LiveOptions): Promise<Asked> {
  const all: Asked[] = [];
  for (const region of regions) {
    const clients = accountClients(clientConfig(env, region));
    try {
      const place = { ...(account !== undefined && { account }), region, withGlobal: region === regions[0] };
      all.push(await askAll(clients.ask, { ...place, onProgress, ...(signal && { signal }) }));
    } finally {
      clients.close();
    }
  }
  return { files: all.flatMap(({ files }) => files), failures: all.flatMap(({ failures }) => failures) };
}
