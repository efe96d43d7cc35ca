import type { StackEvent } from "../../model/diagnosis/stackEvent.ts";
import { countsOf, isRunning, type Operation, slowestResources } from "../../model/monitor/operation.ts";
import type { ReleaseVersion } from "../../model/release/version.ts";
import type { StackApi } from "../clients.ts";
import { reportOf } from "../diagnose.ts";
import type { Report } from "../events.ts";
import type { Timing } from "../timing.ts";
import type { CallBudget } from "./callBudget.ts";
import { pause, type Round, type WatchRequest, watchOperation } from "./watchOperation.ts";

export interface MonitorContext {
  readonly stacks: Pick<StackApi, "describeStackEvents" | "getTemplate">;
  readonly budget: CallBudget;
  readonly timing: Timing;
  readonly report: Report;
  /** What is being deployed, for what a failure means. */
  readonly release?: ReleaseVersion;
  /** How long the operation took the last time, in seconds. */
  readonly expectedSeconds?: number;
}

/** A monitor beside an operation that somebody else waits for. */
export interface Monitor {
  /** The operation is over: gives the monitor a moment to see its end, if there was one, and ends it. Never rejects. */
  end(operated: boolean): Promise<void>;
}

/** How long an operation's last events are waited for. */
const graceMilliseconds = 15_000;
const slowestShown = 3;

/**
 * Watches beside a deploy. What goes wrong in here is a notice, never a failed run.
 * @param patient Begin after a pause, since what is watched may well do nothing: then no call is made.
 */
export function monitorBeside(
  context: MonitorContext,
  target: Pick<WatchRequest, "stack" | "mark">,
  patient = false,
): Monitor {
  const { timing } = context;
  const stop = new AbortController();
  const hurry = new AbortController();
  const signals = { signal: stop.signal, hurry: hurry.signal };
  let troubled = false;
  const onTrouble = (error: unknown) => {
    if (troubled) return;
    troubled = true;
    const message = `Progress of ${target.stack} could not be seen (${(error as Error).message}); it is looked for again.`;
    context.report({ type: "notice", message });
  };
  const begun = patient ? pause({ timing, ...signals }, timing.pollMilliseconds) : Promise.resolve();
  const watched = begun
    .then(() => monitorStack({ ...context, onTrouble }, { ...target, ...signals }))
    .catch(() => undefined);
  return {
    async end(operated) {
      const grace = timing.sleep(graceMilliseconds, stop.signal).catch(() => undefined);
      if (operated) {
        hurry.abort();
        await Promise.race([watched, grace]);
      }
      stop.abort();
      await Promise.all([watched, grace]);
    },
  };
}

/**
 * Watches an operation of a stack to its end and reports every event, how far it is, and what failed first as soon as that
 * is known.
 * @returns undefined where there is no operation
 * @throws as {@link watchOperation}
 */
export function monitorStack(
  context: MonitorContext & Pick<WatchRequest, "onTrouble">,
  target: Pick<WatchRequest, "stack" | "mark" | "signal" | "hurry">,
): Promise<Operation | undefined> {
  const { stacks, budget, timing, report, release, expectedSeconds, onTrouble } = context;
  const histories = new Map<string, readonly StackEvent[]>();
  let failed = false;
  let found = "";
  const tellCause = ({ rootId, stacks: known }: Operation) => {
    const { cause, path, hint } = reportOf(rootId, histories, release === undefined ? {} : { release });
    // What a parent says of a nested stack is no cause while that one has more to say.
    if (!cause || known.get(cause.physicalId)?.open) return;
    failed = false;
    const text = JSON.stringify([path, cause.reason]);
    if (text !== found) report({ type: "failure-found", cause: { ...cause, path }, ...(hint && { hint }) });
    found = text;
  };
  let shown = "";
  return watchOperation({
    ...target,
    ...{ stacks, budget, timing },
    ...(onTrouble && { onTrouble }),
    onEvents(operation, stackId, events) {
      histories.set(stackId, [...[...events].reverse(), ...(histories.get(stackId) ?? [])]);
      const path = operation.stacks.get(stackId)?.path ?? [];
      for (const event of events) report(resourceEvent(path, stackId, event));
      failed ||= events.some(({ ResourceStatus = "" }) => ResourceStatus.endsWith("_FAILED"));
    },
    onRound(operation, round) {
      // At the end of a round: a parent may have been looked at before the nested stack that it speaks of.
      if (failed) tellCause(operation);
      const progress = progressOf(operation, round, timing.now(), expectedSeconds);
      // Ages move on by themselves.
      const text = JSON.stringify([progress.status, progress.stacks]);
      if (text !== shown) report(progress);
      shown = text;
    },
  });
}

function resourceEvent(path: readonly string[], stackId: string, event: StackEvent) {
  const { LogicalResourceId = "", PhysicalResourceId, ResourceType = "", ResourceStatus = "" } = event;
  const isOwn = PhysicalResourceId === stackId;
  return {
    type: "resource-event",
    path: isOwn ? path : [...path, LogicalResourceId],
    resourceType: ResourceType,
    ...(PhysicalResourceId && { physicalId: PhysicalResourceId }),
    status: ResourceStatus,
    ...(event.ResourceStatusReason && { reason: event.ResourceStatusReason }),
    time: event.Timestamp?.toISOString() ?? "",
  } as const;
}

function progressOf(operation: Operation, { interval }: Round, now: Date, expectedSeconds: number | undefined) {
  const elapsed = (now.getTime() - operation.started.getTime()) / 1000;
  const stacks = [...operation.stacks.values()].filter(
    ({ stackId, status, resources }) => stackId === operation.rootId || status !== undefined || resources.size > 0,
  );
  const root = operation.stacks.get(operation.rootId);
  return {
    type: "stack-progress",
    stack: root?.path[0] ?? operation.rootId,
    status: root?.status ?? "",
    stacks: stacks.map((stack) => ({ path: stack.path, status: stack.status ?? "", ...countsOf(stack) })),
    slowest: slowestResources(operation, slowestShown).map(({ since, ...resource }) => ({
      ...resource,
      seconds: Math.max(0, (now.getTime() - since.getTime()) / 1000),
    })),
    secondsLeft:
      expectedSeconds === undefined || !isRunning(root?.status ?? "") ? null : Math.max(0, expectedSeconds - elapsed),
    interval,
  } as const;
}
