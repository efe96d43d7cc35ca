import type { DriverEvent, Report } from "../events.ts";
import { type Monitor, type MonitorContext, monitorBeside } from "./monitorStack.ts";
import type { WatchRequest } from "./watchOperation.ts";

/** Watches the deployment role's stack while that is a run's step. */
export interface RoleMonitor {
  /** Takes what the run reports, and passes it on: what comes after the role's step once all of that is told. */
  readonly report: Report;
  /** Never rejects. */
  end(): Promise<void>;
}

/** In most runs nothing happens to the role: then no call is made. */
export function monitorRole(context: MonitorContext, target: Pick<WatchRequest, "stack" | "mark">): RoleMonitor {
  let monitor: Monitor | undefined;
  let held: DriverEvent[] | undefined;
  let told = Promise.resolve();
  const flush = () => {
    const events = held ?? [];
    held = undefined;
    for (const event of events) context.report(event);
  };
  return {
    report(event) {
      if (held) {
        held.push(event);
        return;
      }
      if (event.type === "step-started" && event.step === "role") monitor = monitorBeside(context, target, true);
      if (monitor && event.type === "step-finished" && event.step === "role") {
        held = [event];
        told = monitor.end(event.outcome !== "unchanged").then(flush);
        return;
      }
      context.report(event);
    },
    async end() {
      await told;
      await monitor?.end(false);
    },
  };
}
