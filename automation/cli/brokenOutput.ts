/** Nobody reads any more (`| head`), or the terminal is gone. */
const nobodyReads = ["EPIPE", "EIO"];

/**
 * Lets a run go on to its end where nobody reads what it prints: without a listener Node.js ends the process at such an
 * error, in the middle of whatever is under way in AWS.
 */
export function goOnUnread(streams: readonly NodeJS.WritableStream[]): void {
  for (const stream of streams) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (!nobodyReads.includes(error.code ?? "")) throw error;
    });
  }
}
