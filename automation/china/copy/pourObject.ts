import { PantherError } from "../../../model/error.ts";
import { sha1OfKey } from "./contentHash.ts";
import type { ReleaseTarget } from "./releaseTarget.ts";
import { steadyStream } from "./steadyStream.ts";
import { type Transfer, type TransferContext, written } from "./transfer.ts";

/** Below it is cheaper to have all of it before the request begins: then the SDK itself repeats what fails. */
const leastPoured = 512 * 1024;
/** Above, too much would have to be sent again where a connection to China breaks: parts are. */
const mostPoured = 64 * 1024 * 1024;
const mostTries = 6;

/** Copies an object straight through, without keeping any of it; undefined where source and target are not made for that. */
export function pourOf(transfer: Transfer, context: TransferContext): (() => Promise<void>) | undefined {
  const { size } = transfer.object;
  const sha1 = sha1OfKey(transfer.key);
  const { pour } = context.target;
  if (!pour || sha1 === undefined || size < leastPoured || size > mostPoured) return undefined;
  return () => pourObject(transfer, context, { pour, sha1 });
}

/** The SDK does not repeat a request whose content is gone. */
async function pourObject(
  { key, from, object }: Transfer,
  context: TransferContext,
  { pour, sha1 }: { readonly pour: NonNullable<ReleaseTarget["pour"]>; readonly sha1: string },
): Promise<void> {
  const { source, signal, timing, onBytes } = context;
  for (let tries = 1; ; tries += 1) {
    let sent = 0;
    async function* counted() {
      for await (const chunk of steadyStream(source, from, object, context)) {
        sent += chunk.length;
        onBytes(chunk.length);
        yield chunk;
      }
    }
    try {
      await pour(written(key, object), { stream: counted(), size: object.size, sha1 }, signal);
      return;
    } catch (error) {
      onBytes(-sent);
      signal.throwIfAborted();
      if (!(error instanceof PantherError) || !repeatable.includes(error.code) || tries >= mostTries) throw error;
      await timing.sleep(250 * 2 ** tries, signal);
    }
  }
}

const repeatable = ["copy-throttled", "copy-unreachable"];
