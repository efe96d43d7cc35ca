// A build's course is decided when it starts; what it looks like at any moment follows from the clock alone.
import type { Build, LogLine, PhaseType, PlannedPhase } from "./model.ts";

type Fault = { readonly phase: PhaseType; readonly message: string };

/** Share of the whole that each phase takes; in real projects provisioning and the build itself take nearly all of it. */
const shares: readonly (readonly [PhaseType, number])[] = [
  ["SUBMITTED", 0],
  ["QUEUED", 0.03],
  ["PROVISIONING", 0.17],
  ["DOWNLOAD_SOURCE", 0.05],
  ["INSTALL", 0.1],
  ["PRE_BUILD", 0.05],
  ["BUILD", 0.5],
  ["POST_BUILD", 0.05],
  ["UPLOAD_ARTIFACTS", 0.03],
  ["FINALIZING", 0.02],
];

/** Phases that run a buildspec's commands, and so write to the log. */
const containerPhases: ReadonlySet<PhaseType> = new Set(["INSTALL", "PRE_BUILD", "BUILD", "POST_BUILD"]);

/** The phases of a build of `seconds`, with COMPLETED as the last one; a fault ends it as CodeBuild does. */
export function planPhases(seconds: number, fault: Fault | undefined): readonly PlannedPhase[] {
  const phases: PlannedPhase[] = [];
  let offset = 0;
  let failed = false;
  for (const [type, share] of shares) {
    if (failed && !runsAfterFailure(type, fault?.phase)) continue;
    const duration = Math.round(share * seconds * 1000);
    const failure = type === fault?.phase ? { statusCode: statusCode(type), message: fault.message } : undefined;
    phases.push({ type, offset, duration, ...(failure && { failure }) });
    failed ||= failure !== undefined;
    offset += duration;
  }
  return [...phases, { type: "COMPLETED", offset, duration: 0 }];
}

/** A failure in BUILD does not keep POST_BUILD from running; one in an earlier phase goes straight to the end. */
function runsAfterFailure(type: PhaseType, failed: PhaseType | undefined): boolean {
  if (type === "FINALIZING") return true;
  return (
    (type === "POST_BUILD" && failed === "BUILD") ||
    (type === "UPLOAD_ARTIFACTS" && failed !== undefined && isLate(failed))
  );
}

function isLate(type: PhaseType): boolean {
  return type === "BUILD" || type === "POST_BUILD";
}

function statusCode(type: PhaseType): string {
  if (containerPhases.has(type)) return "COMMAND_EXECUTION_ERROR";
  return type === "DOWNLOAD_SOURCE" ? "SOURCE_DOWNLOAD_ERROR" : "INTERNAL_SERVICE_ERROR";
}

/** The lines of a build's log, in the form that CodeBuild's agent gives them. */
export function planLines(
  started: number,
  phases: readonly PlannedPhase[],
  output: (phase: PhaseType) => readonly string[],
): readonly LogLine[] {
  const lines: LogLine[] = [];
  const write = (offset: number, text: string) =>
    lines.push({ offset, text: `[Container] ${stamp(started + offset)} ${text}` });
  for (const phase of phases) {
    const end = phase.offset + phase.duration;
    if (phase.type === "DOWNLOAD_SOURCE") {
      write(phase.offset, "Waiting for DOWNLOAD_SOURCE");
      write(end, "Phase is DOWNLOAD_SOURCE");
    }
    if (!containerPhases.has(phase.type)) continue;
    write(phase.offset, `Entering phase ${phase.type}`);
    for (const line of output(phase.type)) {
      if (line.startsWith("$ ")) write(phase.offset, `Running command ${line.slice(2)}`);
      else lines.push({ offset: phase.offset, text: line });
    }
    if (phase.failure) lines.push({ offset: end, text: phase.failure.message });
    write(end, `Phase complete: ${phase.type} State: ${phase.failure ? "FAILED" : "SUCCEEDED"}`);
    write(
      end,
      `Phase context status code: ${phase.failure?.statusCode ?? ""} Message: ${phase.failure?.message ?? ""}`,
    );
  }
  return lines;
}

function stamp(time: number): string {
  return new Date(time).toISOString().replace("T", " ").replaceAll("-", "/").replace("Z", "");
}

export interface PhaseView {
  readonly phaseType: PhaseType;
  /** Epoch seconds, as the protocol wants them. */
  readonly startTime: number;
  readonly endTime?: number;
  readonly durationInSeconds?: number;
  readonly phaseStatus?: "SUCCEEDED" | "FAILED" | "STOPPED";
  readonly contexts?: readonly { readonly statusCode: string; readonly message: string }[];
}

export interface BuildView {
  readonly currentPhase: PhaseType;
  readonly buildStatus: "IN_PROGRESS" | "SUCCEEDED" | "FAILED" | "STOPPED";
  readonly buildComplete: boolean;
  readonly phases: readonly PhaseView[];
  readonly endTime?: number;
}

/** A build as it stands at `now`. */
export function viewAt(build: Build, now: number): BuildView {
  const end = endOf(build);
  const phases = build.phases
    .filter((phase) => build.started + phase.offset <= now && (phase.type === "COMPLETED" || !isCutOff(build, phase)))
    .map((phase) => viewPhase(build, phase, now));
  if (now < end) {
    return {
      currentPhase: phases.at(-1)?.phaseType ?? "SUBMITTED",
      buildStatus: "IN_PROGRESS",
      buildComplete: false,
      phases,
    };
  }
  const failed = build.phases.some((phase) => phase.failure !== undefined);
  const finished: PhaseView = { phaseType: "COMPLETED", startTime: end / 1000 };
  return {
    currentPhase: "COMPLETED",
    buildStatus: build.stopped !== undefined ? "STOPPED" : failed ? "FAILED" : "SUCCEEDED",
    buildComplete: true,
    phases: [...phases.filter((phase) => phase.phaseType !== "COMPLETED"), finished],
    endTime: end / 1000,
  };
}

/** When the build is over, in milliseconds since the epoch. */
export function endOf(build: Build): number {
  return build.stopped ?? build.started + (build.phases.at(-1)?.offset ?? 0);
}

function isCutOff(build: Build, phase: PlannedPhase): boolean {
  return build.stopped !== undefined && build.started + phase.offset > build.stopped;
}

function viewPhase(build: Build, phase: PlannedPhase, now: number): PhaseView {
  const start = build.started + phase.offset;
  const begun = { phaseType: phase.type, startTime: start / 1000 };
  const planned = start + phase.duration;
  const stoppedHere = build.stopped !== undefined && build.stopped < planned;
  const end = stoppedHere && build.stopped !== undefined ? build.stopped : planned;
  if (phase.type === "COMPLETED" || end > now) return begun;
  const done = { ...begun, endTime: end / 1000, durationInSeconds: Math.floor((end - start) / 1000) };
  if (stoppedHere) return { ...done, phaseStatus: "STOPPED" };
  // CodeBuild lists an empty context for a phase of the container that went well.
  return phase.failure
    ? { ...done, phaseStatus: "FAILED", contexts: [phase.failure] }
    : {
        ...done,
        phaseStatus: "SUCCEEDED",
        ...(containerPhases.has(phase.type) && { contexts: [{ statusCode: "", message: "" }] }),
      };
}
