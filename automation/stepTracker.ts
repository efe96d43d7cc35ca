import type { EngineEvent, OpType } from "@pulumi/pulumi/automation/index.js";
import type { HopSettings } from "../model/environment/hop.ts";
import { type SideName, sideOfUrn } from "../model/environment/sides.ts";
import type { Step } from "../model/step.ts";
import type { Report, StepOutcome } from "./events.ts";
import type { Timing } from "./timing.ts";

/** Type chains in URNs: the stack of a component, whatever either is named. */
const stepsByType: readonly (readonly [string, Step])[] = [
  ["panther:index:PantherDeploymentRole$aws:cloudformation/stack:Stack::", "role"],
  ["panther:index:PantherRootStack$aws:cloudformation/stack:Stack::", "root"],
];

const outcomes: Partial<Record<OpType, StepOutcome>> = { create: "created", update: "updated", same: "unchanged" };

/** Whose steps they are. */
export interface StepContext {
  readonly hop: Pick<HopSettings, "release">;
  /** Of a split only this side's steps count: the other one stays as it is. */
  readonly side?: SideName;
  readonly timing: Pick<Timing, "now">;
  readonly report: Report;
}

/** Turns engine events into steps. */
export class StepTracker {
  readonly #context: StepContext;
  readonly #started = new Map<Step, number>();
  readonly #messages: string[] = [];
  #failed: { readonly step: Step; readonly stackName?: string } | undefined;

  constructor(context: StepContext) {
    this.#context = context;
  }

  take(event: EngineEvent): void {
    const { report, hop, timing } = this.#context;
    const { release } = hop;
    const started = event.resourcePreEvent?.metadata;
    const startedStep = started && this.#stepOf(started.urn);
    if (startedStep && !this.#started.has(startedStep)) {
      this.#started.set(startedStep, timing.now().getTime());
      report({ type: "step-started", step: startedStep, release });
    }
    const ended = event.resOutputsEvent?.metadata;
    const endedStep = ended && this.#stepOf(ended.urn);
    const outcome = ended && outcomes[ended.op];
    if (endedStep && outcome) this.#finish(endedStep, outcome);
    const failed = event.resOpFailedEvent?.metadata;
    const failedStep = failed && this.#stepOf(failed.urn);
    if (failedStep) {
      const name: unknown = failed.new?.inputs.name ?? failed.old?.inputs.name;
      this.#failed = { step: failedStep, ...(typeof name === "string" && { stackName: name }) };
      this.#finish(failedStep, "failed");
    }
    const { severity, message } = event.diagnosticEvent ?? {};
    if (severity === "error" && message) this.#messages.push(message.trim());
  }

  #stepOf(urn: string): Step | undefined {
    const { side } = this.#context;
    return side === undefined || sideOfUrn(urn) === side ? stepOf(urn) : undefined;
  }

  #finish(step: Step, outcome: StepOutcome): void {
    const { report, hop, timing } = this.#context;
    const { release } = hop;
    const seconds = (timing.now().getTime() - (this.#started.get(step) ?? timing.now().getTime())) / 1000;
    report({ type: "step-finished", step, release, outcome, seconds });
  }

  failure(): { readonly step: Step; readonly stackName?: string } | undefined {
    return this.#failed;
  }

  diagnostics(): string {
    return this.#messages.join("\n");
  }
}

function stepOf(urn: string): Step | undefined {
  return stepsByType.find(([type]) => urn.includes(type))?.[1];
}
