import type { SideName } from "../../model/environment/sides.ts";
import type { Finding } from "../../model/finding.ts";
import { knownNames } from "../../model/preflight/knownNames.ts";
import type { Observation } from "../../model/preflight/outcome.ts";
import type { CheckResult } from "../../model/preflight/result.ts";
import type { Context } from "../preflight/context.ts";
import { leftoverChecks } from "../preflight/leftoverChecks.ts";
import { sidesToCheck } from "../preflight/preflight.ts";
import { couldNotLook, runChecks } from "../preflight/runChecks.ts";
import type { Run } from "../run.ts";

// As preflight's own.
const callsPerSecond = 10;

/** A web app has no data, and nobody who takes one down needs to list any. */
const ofData: readonly string[] = ["leftover-tables", "leftover-topics", "leftover-queues", "leftover-detector"];

/** What would be in the way of deploying the same again, on one side. */
export interface InTheWay {
  /** Missing where there is no split. */
  readonly side?: SideName;
  readonly blocking: readonly Finding[];
  /** What nobody could look at, and so may be in the way as well. */
  readonly unclear: readonly Finding[];
}

export interface WayQuestion {
  /**
   * Whether what was deployed is no release of the environment's own: from source, or of a root stack without an environment.
   * Then names that every Panther gives are in the way, too.
   */
  readonly ofUnknownRelease: boolean;
}

/** Preflight's own checks for what an earlier Panther left, of each side. Changes nothing. */
export async function blockingLeftovers(run: Run, question: WayQuestion): Promise<readonly InTheWay[]> {
  const contexts = await sidesToCheck(run, callsPerSecond, {});
  return await Promise.all(contexts.map((context) => inTheWay(context, question)));
}

/** Of one side. */
export async function inTheWay(context: Context, question: WayQuestion): Promise<InTheWay> {
  const { run } = context;
  const { side, signal } = run;
  const { facts, unclear } = await withNames(context, question);
  const checks = leftoverChecks.filter(({ code }) => side !== "web" || !ofData.includes(code));
  const results = await runChecks(checks, { ...context, facts }, { accept: [], signal });
  return {
    ...(side !== undefined && { side }),
    blocking: findingsOf(results, "failure"),
    unclear: [...unclear, ...findingsOf(results, "could-not-tell")],
  };
}

/** What the release gives names to, as far as somebody may read it; as a rule nobody may whose account is not approved. */
async function withNames(
  { facts, run }: Context,
  { ofUnknownRelease }: WayQuestion,
): Promise<{ readonly facts: Context["facts"]; readonly unclear: readonly Finding[] }> {
  const { version, region } = run.environment;
  const known = run.side === "web" ? [] : knownNames(region);
  try {
    const names = await facts.names();
    if (!ofUnknownRelease) return { facts, unclear: [] };
    const others = known.filter(({ type, name }) => !names.some((one) => one.type === type && one.name === name));
    return { facts: { ...facts, names: async () => [...names, ...others] }, unclear: [] };
  } catch (error) {
    run.signal.throwIfAborted();
    const why = couldNotLook(error);
    const unread = `Which names v${version} gives could not be read, so only names that are known of v1.16.0 were compared.`;
    return {
      facts: { ...facts, names: async () => known, resources: async () => [] },
      unclear: [findingOf("leftover-names", { ...why, message: `${unread} ${why.message}` })],
    };
  }
}

function findingsOf(results: readonly CheckResult[], wanted: Observation["verdict"]): readonly Finding[] {
  return results.flatMap(({ code, observations }) =>
    observations.filter(({ verdict }) => verdict === wanted).map((observation) => findingOf(code, observation)),
  );
}

function findingOf(
  code: string,
  { message, evidence = [], fix = "" }: Pick<Observation, "message" | "evidence" | "fix">,
): Finding {
  return { severity: "warning", code, message: [message, ...evidence].join("\n"), fix };
}
