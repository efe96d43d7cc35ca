import { setMaxListeners } from "node:events";
import { S3, type S3ClientConfig } from "@aws-sdk/client-s3";
import { clientSettings } from "../../clients.ts";
import type { Origin } from "../../userAgent.ts";
import { learnAddresses, withoutSecondHash } from "./requestMiddleware.ts";

/** Requests that one client has under way at most. */
export const mostRequests = 48;

export interface CopyClientOptions extends Origin {
  readonly side: "source" | "target";
  readonly region: string;
  /** AWS profile; left out: the standard chain's credentials. */
  readonly profile?: string;
}

/**
 * A client of S3 for one side of a copy. It reads and writes many objects at once over connections that stay open, and
 * waits longer than the driver's own: a part takes its time across the border.
 */
export function copyClient(options: CopyClientOptions): S3 {
  return preparedClient(new S3(copyClientSettings(options)));
}

/** A client as a copy uses it: what is done for each of thousands of requests is as little as can be. */
export function preparedClient(client: S3): S3 {
  withoutSecondHash(client);
  learnAddresses(client);
  // It prepares for the log what nobody logs, which of thousands of requests is a tenth of the time.
  client.middlewareStack.remove("loggerMiddleware");
  return client;
}

export function copyClientSettings({ side, ...options }: CopyClientOptions): S3ClientConfig {
  return {
    ...clientSettings(options),
    maxAttempts: 8,
    requestHandler: {
      // Without a limit of its own the agent queues what is above 50.
      httpAgent: { keepAlive: true, maxSockets: 2 * mostRequests },
      httpsAgent: { keepAlive: true, maxSockets: 2 * mostRequests },
      connectionTimeout: 10_000,
      // Of silence on a connection, not of the whole request.
      socketTimeout: 60_000,
    },
    // What the SDK does not repeat it says on the console, and that is for answers; whoever pours repeats it.
    logger: { trace: silent, debug: silent, info: silent, warn: silent, error: silent },
    cacheMiddleware: true,
    // Checksums are made here, of what was verified, and read where they are needed.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    // Panther's bucket for the role's template lies in a region of its own. A target in another region than the backend is
    // an error: Lambda takes code from its own region alone.
    followRegionRedirects: side === "source",
  };
}

const silent = () => undefined;

/** A call that moves fewer bytes is over soon, and an abort waits for it. */
export const soonOver = 512 * 1024;

/**
 * Options of a call that ends when a signal aborts; undefined where it is over soon anyway: for calls without options the SDK
 * makes its chain of handlers once and not each time.
 */
export function endingWith(signal: AbortSignal, bytes: number): { readonly abortSignal: AbortSignal } | undefined {
  if (bytes <= soonOver) return undefined;
  // Many calls end with one signal, and Node.js takes more than ten listeners for a leak.
  setMaxListeners(0, signal);
  return { abortSignal: signal };
}
