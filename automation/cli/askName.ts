import { answerTo } from "./ask.ts";

/** Asks for a name to be typed, before what can't be undone: a yes is given too easily. True for exactly that name. */
export async function confirmByName(question: string, name: string, signal?: AbortSignal): Promise<boolean> {
  return (await answerTo(`\n${question} `, signal)) === name;
}
