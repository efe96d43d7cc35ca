import type { PantherError } from "../model/error.ts";
import type { DriverEvent } from "./events.ts";

/** An error as the event that reports it. */
export function failedEvent({ code, message, fix }: PantherError): Extract<DriverEvent, { type: "failed" }> {
  return { type: "failed", code, message, fix };
}
