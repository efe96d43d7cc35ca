import { S3 } from "@aws-sdk/client-s3";
import { clientSettings } from "../../clients.ts";
import type { Origin } from "../../userAgent.ts";

/** Requests that one client has under way at most. */
export const mostRequests = 32;

/**
 * A client of S3 for one side of a copy. It reads and writes many objects at once over connections that stay open, and
 * waits longer than the driver's own: a part takes its time across the border.
 */
export function copyClient(options: Origin & { readonly region: string; readonly profile?: string }): S3 {
  return new S3({
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
    // Checksums are made here, of what was verified, and read where they are needed.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    // Panther's bucket for the role's template lies in a region of its own.
    followRegionRedirects: true,
  });
}
