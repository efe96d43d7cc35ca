import { createInterface } from "node:readline/promises";

interface Stream {
  readonly isTTY?: boolean;
}

/**
 * Whether somebody is there to be asked, who sees what it is about: questions go to standard error, so that standard
 * output stays for answers, and the plan is one of those.
 */
export function canAsk({
  stdin,
  stdout,
  stderr,
}: Readonly<Record<"stdin" | "stdout" | "stderr", Stream>> = process): boolean {
  return [stdin, stdout, stderr].every(({ isTTY }) => isTTY === true);
}

/** Asks a question that is answered by yes or no; everything but `y` and `yes` is no. */
export async function confirm(question: string, signal?: AbortSignal): Promise<boolean> {
  return /^y(es)?$/i.test(await answerTo(`\n${question} [y/N] `, signal));
}

/**
 * What somebody types, without spaces around it; blank where nobody answers. A Ctrl-C meanwhile counts as the process's
 * SIGINT, which a terminal in raw mode does not send by itself.
 */
export async function answerTo(question: string, signal?: AbortSignal): Promise<string> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  prompt.on("SIGINT", () => {
    prompt.close();
    process.stderr.write("\n");
    process.emit("SIGINT");
  });
  // Ctrl-D, or a terminal that goes away, leaves a question unanswered for ever.
  const closed = new Promise<string>((resolve) => prompt.once("close", () => resolve("")));
  try {
    return (await Promise.race([prompt.question(question, { ...(signal && { signal }) }), closed])).trim();
  } catch {
    return "";
  } finally {
    prompt.close();
  }
}
