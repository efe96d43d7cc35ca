import { createReadStream } from "node:fs";
import { text } from "node:stream/consumers";
import { read } from "read";
import { PantherError } from "../../model/error.ts";
import { type AskedSecret, type SecretSource, secretsFromText } from "../adopt/secretValues.ts";

/** Asks for each secret on the terminal, without showing what is typed. */
export const askSecrets: SecretSource = async (asked, signal) => {
  const given: Record<string, string> = {};
  for (const secret of asked) given[secret.name] = await askSecret(secret, signal);
  return given;
};

/** Reads all secrets from a file descriptor, to its end. */
export function secretsFrom(fd: number): SecretSource {
  return async (_, signal) => {
    try {
      return secretsFromText(await text(createReadStream("", { fd, autoClose: false, signal })));
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof PantherError) throw error;
      throw new PantherError(
        "secrets-unreadable",
        `The secrets can't be read from file descriptor ${fd}: ${(error as Error).message}. Nothing was changed.`,
        "Open it for this command: … --secrets-fd 0 < file, for example, or a pipe. npm run hands on 0 alone.",
        { cause: error },
      );
    }
  };
}

async function askSecret({ name, required }: AskedSecret, signal: AbortSignal): Promise<string> {
  const hint = required ? "" : ", Enter alone for the template's default";
  for (;;) {
    const value = await hidden(`${name} (hidden${hint}):`, signal);
    if (value !== "" || !required) return value;
    process.stderr.write(`${name} has no default: it needs its value.\n`);
  }
}

async function hidden(prompt: string, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  const left = new AbortController();
  // A terminal in raw mode sends neither a signal for Ctrl-C nor an end for Ctrl-D; read() tells of the first alone.
  const leave = (_: unknown, key: { readonly ctrl?: boolean; readonly name?: string }) => {
    if (key.ctrl && key.name === "d") left.abort();
  };
  process.stdin.on("keypress", leave);
  const ends = [signal, left.signal].map(
    (one) => new Promise<never>((_, reject) => one.addEventListener("abort", () => reject(one.reason), { once: true })),
  );
  try {
    const value = await Promise.race([
      read({ prompt, silent: true, input: process.stdin, output: process.stderr }),
      ...ends,
    ]);
    // The line's end was as hidden as the value.
    process.stderr.write("\n");
    return value;
  } catch {
    process.stderr.write("\n");
    if (!left.signal.aborted && !signal.aborted) process.emit("SIGINT");
    signal.throwIfAborted();
    throw new PantherError(
      "secrets-missing",
      "A secret was asked for and not given. Nothing was changed.",
      "Run the same command again when you have it.",
    );
  } finally {
    process.stdin.off("keypress", leave);
  }
}
