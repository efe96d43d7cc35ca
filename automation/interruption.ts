import { sourceStackNames } from "../model/teardown/sourceStacks.ts";
import type { Report } from "./events.ts";
import { observeStack } from "./observe.ts";
import { newestBuild } from "./postDeployBuild.ts";
import { stackNames } from "./recover.ts";
import type { Run } from "./run.ts";

/** Says at once that an interruption was heard: Pulumi may take a while to end. */
export function reportInterruption(report: Report, reason: unknown): void {
  const why = reason instanceof Error ? `, ${reason.message}` : "";
  const message = `Interrupted${why}. Ending as soon as Pulumi has written down what it knows. A second Ctrl-C ends at once.`;
  report({ type: "notice", message });
}

/** Says what goes on in AWS after an interruption, and how to come back to it. */
export async function reportGoingOn(run: Run, command: string): Promise<void> {
  const again = `Run panther ${command} ${run.environment.name} again: it goes on from what stands.`;
  let message = again;
  try {
    const going = await goingOn(run, command);
    message =
      going.length > 0
        ? `In AWS this goes on by itself: ${going.join(", ")}. Run panther ${command} ${run.environment.name} again: it waits for that and goes on from there.`
        : `Nothing is under way in AWS. ${again}`;
  } catch {
    // Expired credentials, say: how to resume is right all the same.
  }
  run.report({ type: "notice", message });
}

async function goingOn({ aws, environment }: Run, command: string): Promise<readonly string[]> {
  // A teardown may be of the stacks of a deployment from source.
  const names = [...stackNames({ environment }), ...(command.startsWith("teardown") ? sourceStackNames : [])];
  const stacks = await Promise.all([...new Set(names)].map((name) => observeStack(aws.stacks, name)));
  const build = await newestBuild(aws.builds);
  return [
    ...stacks.flatMap((stack) =>
      stack.kind === "present" && stack.status.endsWith("_IN_PROGRESS")
        ? [`stack ${stack.name} (${stack.status})`]
        : [],
    ),
    ...(build?.status === "IN_PROGRESS" ? [`build ${build.id}`] : []),
  ];
}
