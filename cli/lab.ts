import { ensureToolchain, type Toolchain } from "../lab/toolchain";
import { labDirectoryOf } from "../operations/world";
import { type Context } from "./command";

/** Finds or makes the tools, telling what is being made. */
export function toolsFor({ terminal, signal }: Context): Promise<Toolchain> {
  return ensureToolchain({
    signal,
    onProgress: (line) => {
      terminal.say(line);
    },
  });
}

export function labDirectory({ root }: Context): string {
  return labDirectoryOf(process.env, root);
}
