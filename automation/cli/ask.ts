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

/**
 * Asks a question that is answered by yes or no; everything but `y` and `yes` is no. A Ctrl-C meanwhile counts as the
 * process's SIGINT, which a terminal in raw mode does not send by itself.
 */
export async function confirm(question: string, signal?: AbortSignal): Promise<boolean> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  prompt.on("SIGINT", () => {
    prompt.close();
    process.stderr.write("\n");
    process.emit("SIGINT");
  });
  // Ctrl-D, or a terminal that goes away, leaves a question unanswered for ever.
  const closed = new Promise<string>((resolve) => prompt.once("close", () => resolve("")));
  try {
    const answer = await Promise.race([prompt.question(`\n${question} [y/N] `, { ...(signal && { signal }) }), closed]);
    return /^y(es)?$/i.test(answer.trim());
  } catch {
    return false;
  } finally {
    prompt.close();
  }
}
