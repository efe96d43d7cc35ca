import { conditionOf } from "../model/rules/stackStatus.ts";
import { type NestedStack, observeNestedStacks, observeStack, type PresentStack } from "./observe.ts";
import type { Run } from "./run.ts";
import { type RunningVersion, runningVersion } from "./runningVersion.ts";
import { rootTemplateUrl } from "./templates.ts";

/** What stands in AWS. */
export type Observation =
  /** No root stack, or one whose first creation failed: nothing runs. */
  | { readonly kind: "nothing"; readonly root?: PresentStack }
  | {
      readonly kind: "running";
      readonly root: PresentStack;
      readonly nested: readonly NestedStack[];
      /** Missing when it can't be told. */
      readonly running?: RunningVersion;
    };

/** Looks at the root stack, its nested stacks, and the release that runs. */
export async function observeEnvironment({ aws, environment, catalog }: Run): Promise<Observation> {
  const root = await observeStack(aws.stacks, environment.rootStackName);
  if (root.kind === "absent") return { kind: "nothing" };
  const condition = conditionOf(root.status);
  if (condition === "never-created" || condition === "review") return { kind: "nothing", root };
  const nested = await observeNestedStacks(aws.stacks, root.stackId);
  const running = await runningVersion({
    stacks: aws.stacks,
    objects: aws.objects,
    templateUrlOf: (release) => rootTemplateUrl(environment, release),
    rootStackId: root.stackId,
    nested,
    // A patch that is wanted by name need not be in the catalog.
    candidates: [environment.version, ...[...catalog.releases].reverse()],
  });
  return { kind: "running", root, nested, ...(running && { running }) };
}

/** Reports what was found, as a run's first event. */
export function reportObserved(run: Run, observation: Observation): void {
  const { root } = observation;
  run.report({
    type: "observed",
    environment: run.environment.name,
    ...(observation.kind === "running" && observation.running && { running: observation.running.version }),
    wanted: run.environment.version,
    ...(root && { rootStatus: root.status }),
  });
}
