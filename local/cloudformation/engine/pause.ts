import type { Services } from "./services.ts";

/**
 * Waits. Answers true when `signal` cut the wait short, false when the time passed.
 * Work whose time passed in the very moment of a cancellation has finished: on AWS, too, two resources may fail at once.
 */
export async function pause(services: Services, seconds: number, signal: AbortSignal): Promise<boolean> {
  if (seconds <= 0) return false;
  if (signal.aborted) return true;
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

/** A signal for work that can't be cancelled, such as a rollback. */
export const unstoppable: AbortSignal = new AbortController().signal;
