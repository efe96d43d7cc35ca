import { PantherError } from "../../model/error.ts";
import { cannotTell } from "../../model/preflight/cannotTell.ts";
import type { Observation } from "../../model/preflight/outcome.ts";
import { unknown } from "../../model/preflight/outcome.ts";
import { type CheckResult, checkResult } from "../../model/preflight/result.ts";
import type { Check } from "./check.ts";

export interface ChecksOptions {
  /** Codes that are accepted by name. */
  readonly accept: readonly string[];
  readonly side?: "web";
  readonly signal: AbortSignal;
  /** Told of each result when it is there. */
  readonly onResult?: (result: CheckResult) => void;
}

/**
 * Makes all checks side by side. One that can't look is a result, too, and stops no other.
 * @throws the signal's reason, and nothing else
 */
export async function runChecks<Context>(
  checks: readonly Check<Context>[],
  context: Context,
  { signal, onResult, ...options }: ChecksOptions,
): Promise<readonly CheckResult[]> {
  const results = await Promise.all(
    checks.map(async (check) => {
      const observations = await look(check, context);
      // What a check made of its own abort is no result.
      if (signal.aborted) return [];
      const result = checkResult(check.code, observations, options);
      onResult?.(result);
      return [result];
    }),
  );
  signal.throwIfAborted();
  return results.flat();
}

async function look<Context>(check: Check<Context>, context: Context): Promise<readonly Observation[]> {
  try {
    return await check.look(context);
  } catch (error) {
    return [couldNotLook(error)];
  }
}

/** What an error on the way to an answer means. */
export function couldNotLook(error: unknown): Observation {
  if (error instanceof PantherError) return unknown(error.message, error.fix);
  return cannotTell(callErrorOf(error));
}

/** An error as a service or the network gave it. */
export function callErrorOf(error: unknown): { readonly name: string; readonly message: string } {
  if (!(error instanceof Error)) return { name: "Error", message: String(error) };
  // Node.js has the network's own word in a code.
  const { code, $metadata } = error as Error & {
    readonly code?: unknown;
    readonly $metadata?: { httpStatusCode?: number };
  };
  const name = error.name === "Error" && typeof code === "string" ? code : error.name;
  // An endpoint that is not the service's, or that has no such operation, answers without a word that the SDK knows.
  const isNobody = /^Unknown/.test(name) && [400, 404, 501].includes($metadata?.httpStatusCode ?? 0);
  return { name: isNobody ? "UnknownOperation" : name, message: error.message };
}
