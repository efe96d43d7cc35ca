import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { putBack } from "./driftOfDefinition.ts";
import type { DriftFinding, DriftPart } from "./driftReport.ts";
import { LocalWorkspace, StackNotFoundError } from "./pulumiAutomation.ts";

export interface RefreshOptions {
  readonly projectDirectory: string;
  readonly environment: string;
  readonly signal: AbortSignal;
  /** Names of parameters that read back as `****`, or that nobody here decrypts: a difference in those says nothing. */
  readonly notComparable: readonly string[];
}

/** What `pulumi refresh` would change in the state. A preview: it changes nothing, in AWS or in the state. */
export async function driftOfPulumi(options: RefreshOptions): Promise<DriftPart> {
  const { projectDirectory, environment, signal } = options;
  const events: EngineEvent[] = [];
  const notChecked = (reason: string): DriftPart => ({
    notChecked: [{ check: "pulumi", where: [environment], reason }],
  });
  try {
    const stack = await LocalWorkspace.selectStack({ stackName: environment, workDir: projectDirectory });
    signal.throwIfAborted();
    await stack.previewRefresh({
      color: "never",
      suppressProgress: true,
      onEvent: (event) => events.push(event),
      signal,
    });
    return { findings: differences(events, options) };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof StackNotFoundError) return notChecked("Pulumi's state has no stack of that name");
    return notChecked(diagnostics(events) || (error as Error).message);
  }
}

/** CloudFormation doesn't tell it: what differs after an update that failed are Pulumi's own records of it. */
const unseen = "templateUrl";

/** Exported for its test. */
export function differences(
  events: readonly EngineEvent[],
  { environment, notComparable }: Pick<RefreshOptions, "environment" | "notComparable">,
): readonly DriftFinding[] {
  return events.flatMap((event): readonly DriftFinding[] => {
    const metadata = event.resOutputsEvent?.metadata;
    if (!metadata || (metadata.op !== "update" && metadata.op !== "delete")) return [];
    const place = { kind: "pulumi", where: [metadata.urn.split("::").at(-1) ?? ""], urn: metadata.urn } as const;
    if (metadata.op === "delete") {
      const fix = `Pulumi's state still has it, and it is not in AWS: ${putBack(environment)}.`;
      return [{ ...place, change: "deleted", properties: [], fix }];
    }
    const all = Object.keys(metadata.detailedDiff ?? {});
    const paths = all.length > 0 ? all : (metadata.diffs ?? []);
    const properties = paths.filter(
      (path) => !isAcknowledgement(path) && path !== unseen && !notComparable.some((name) => isOf(name, path)),
    );
    if (paths.length > 0 && properties.length === 0) return [];
    const fix = `To put it back: ${putBack(environment)}.`;
    return [{ ...place, change: "modified", properties, fix }];
  });
}

/** Whether a path is in what somebody acknowledged for one operation. A stack that was adopted keeps the console's. */
function isAcknowledgement(path: string): boolean {
  return /^capabilities\b/.test(path);
}

/** Whether a path is `parameters.<name>`, in either of Pulumi's two spellings. */
function isOf(name: string, path: string): boolean {
  return path === `parameters.${name}` || path === `parameters["${name}"]`;
}

function diagnostics(events: readonly EngineEvent[]): string {
  return events
    .flatMap(({ diagnosticEvent }) => (diagnosticEvent?.severity === "error" ? [diagnosticEvent.message.trim()] : []))
    .join(" ");
}
