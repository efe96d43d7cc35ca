import type { SideName } from "../../model/environment/sides.ts";

/** A message that is about the web side of a split says so; what is said of nothing else is about the backend. */
export function onSideText(side: SideName | undefined, message: string): string {
  return side === "web" ? `web side: ${message}` : message;
}
