import type { Fault } from "../../local/cloudformation/types.ts";
import { localAws } from "./localAws.ts";

async function control(method: string, path: string, body?: unknown): Promise<void> {
  const { endpoint } = await localAws();
  const response = await fetch(`${endpoint}${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
}

/** Makes local AWS fail, or slow down, what matches. */
export function fault(wanted: Omit<Fault, "id">): Promise<void> {
  return control("POST", "/_local/faults", wanted);
}

export function buildFault(wanted: {
  readonly project: string;
  readonly phase: string;
  readonly message: string;
  readonly times?: number;
}): Promise<void> {
  return control("POST", "/_local/builds/faults", wanted);
}

/** Refuses the credentials of an account as expired; `false` lets all be good again. */
export function expireCredentials(expired: string | false): Promise<void> {
  return control("PUT", "/_local/credentials", { expired });
}

/** How long builds take from now on; local AWS of the tests starts with 1. */
export function buildsTake(seconds: number): Promise<void> {
  return control("PUT", "/_local/settings", { buildSeconds: seconds });
}

export function clearFaults(): Promise<void> {
  return control("DELETE", "/_local/faults");
}
