import { type Struct } from "google-protobuf/google/protobuf/struct_pb";

/** `runtime.options` of Pulumi.yaml or PulumiPolicy.yaml, so far as this host knows them. */
export interface RuntimeOptions {
  /** Pulumi's own ts-node is to compile the program. Pulumi's default is yes. */
  readonly typescript: boolean;
  readonly nodeArguments: readonly string[];
  /** Path of a tsconfig.json for ts-node. */
  readonly tsconfig?: string;
}

export function runtimeOptionsFrom(options: Struct | undefined): RuntimeOptions {
  const { typescript, nodeargs, tsconfig } = options?.toJavaScript() ?? {};
  return {
    typescript: typescript !== false && typescript !== "false",
    nodeArguments: typeof nodeargs === "string" ? splitArguments(nodeargs) : [],
    ...(typeof tsconfig === "string" && tsconfig !== "" ? { tsconfig } : {}),
  };
}

/** Splits as a shell does: at spaces, which quotes and backslashes protect. */
export function splitArguments(text: string): string[] {
  const found: string[] = [];
  let current: string | undefined;
  let quote = "";
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === "\\" && quote !== "'" && at + 1 < text.length) {
      at += 1;
      current = (current ?? "") + text.charAt(at);
    } else if (quote !== "") {
      if (character === quote) quote = "";
      else current = (current ?? "") + character;
    } else if (character === '"' || character === "'") {
      quote = character;
      current ??= "";
    } else if (/\s/.test(character)) {
      if (current !== undefined) found.push(current);
      current = undefined;
    } else {
      current = (current ?? "") + character;
    }
  }
  if (current !== undefined) found.push(current);
  return found;
}

/** Environment variables by which the options reach `@pulumi/pulumi/cmd/run`. */
export function environmentOf({ typescript, tsconfig }: RuntimeOptions): Record<string, string> {
  return {
    ...(typescript ? { PULUMI_NODEJS_TYPESCRIPT: "true" } : {}),
    ...(tsconfig === undefined ? {} : { PULUMI_NODEJS_TSCONFIG_PATH: tsconfig }),
  };
}
