import { createInterface } from "node:readline/promises";

/**
 * Asks for a name to be typed, before what can't be undone: a yes is given too easily. True for exactly that name.
 * A Ctrl-C meanwhile counts as the process's SIGINT, which a terminal in raw mode does not send by itself.
 */
export async function confirmByName(question: string, name: string, signal?: AbortSignal): Promise<boolean> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  prompt.on("SIGINT", () => {
    prompt.close();
    process.stderr.write("\n");
    process.emit("SIGINT");
  });
  // Ctrl-D, or a terminal that goes away, leaves a question unanswered for ever.
  const closed = new Promise<string>((resolve) => prompt.once("close", () => resolve("")));
  try {
    const answer = await Promise.race([prompt.question(`\n${question} `, { ...(signal && { signal }) }), closed]);
    return answer.trim() === name;
  } catch {
    return false;
  } finally {
    prompt.close();
  }
}
