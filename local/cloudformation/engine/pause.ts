import { setMaxListeners } from "node:events";
import type { Services } from "./services.ts";

/**
 * Waits. Answers true when `signal` cut the wait short, false when the time passed.
 * Work whose time passed in the very moment of a cancellation has finished: on AWS, too, two resources may fail at once.
 */
export async function pause(services: Services, seconds: number, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return true;
  if (seconds <= 0) return false;
  let cut = false;
  await new Promise<void>((resolve) => {
    const stop = () => {
      cut = true;
      resolve();
    };
    signal.addEventListener("abort", stop, { once: true });
    services.clock.sleep(seconds * 1000, signal).then(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    });
  });
  return cut;
}

/** A signal that any of these aborts, made for the hundreds of resources that may wait on it. */
export function anyOf(...signals: readonly AbortSignal[]): AbortSignal {
  const signal = AbortSignal.any([...signals]);
  setMaxListeners(0, signal);
  return signal;
}

/** A signal for work that can't be cancelled, such as a rollback. */
export const unstoppable: AbortSignal = anyOf();
