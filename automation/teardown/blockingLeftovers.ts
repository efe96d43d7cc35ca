import type { Finding } from "../../model/finding.ts";
import { leftoverChecks } from "../preflight/leftoverChecks.ts";
import { sidesToCheck } from "../preflight/preflight.ts";
import { runChecks } from "../preflight/runChecks.ts";
import type { Run } from "../run.ts";

// As preflight's own.
const callsPerSecond = 10;

/**
 * What would be in the way of deploying the same again: preflight's own checks for what an earlier Panther left. What they
 * can't tell is not in the way for certain. Changes nothing.
 */
export async function blockingLeftovers(run: Run): Promise<readonly Finding[]> {
  // Each side is checked by itself.
  const { web: _, ...alone } = run;
  const contexts = await sidesToCheck(alone, callsPerSecond, {});
  const results = await Promise.all(
    contexts.map((context) => runChecks(leftoverChecks, context, { accept: run.accept, signal: run.signal })),
  );
  return results
    .flat()
    .flatMap(({ code, observations }) =>
      observations.flatMap(({ verdict, message, evidence = [], fix = "" }) =>
        verdict === "failure"
          ? [{ severity: "warning" as const, code, message: [message, ...evidence].join("\n"), fix }]
          : [],
      ),
    );
}
