import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Stack } from "@pulumi/pulumi/automation/index.js";
import * as v from "valibot";
import type { StackApi } from "./clients.ts";
import type { Report } from "./events.ts";
import { observeStack } from "./observe.ts";

const exported = v.object({
  deployment: v.object({
    pending_operations: v.optional(
      v.array(
        v.object({
          type: v.string(),
          resource: v.object({
            urn: v.string(),
            type: v.string(),
            inputs: v.optional(v.record(v.string(), v.unknown()), {}),
          }),
        }),
      ),
      [],
    ),
  }),
});

/** A resource of which Pulumi does not know whether it was created, since it was killed meanwhile. */
export interface PendingCreate {
  readonly urn: string;
  readonly type: string;
  /** Its name in AWS, if it has a fixed one. */
  readonly name?: string;
}

/** The creations that are pending in a state, as `pulumi stack export` prints it. */
export function pendingCreatesIn(state: string): readonly PendingCreate[] {
  const { pending_operations: operations } = v.parse(exported, JSON.parse(state)).deployment;
  return operations
    .filter(({ type }) => type === "creating")
    .map(({ resource: { urn, type, inputs } }) => ({
      urn,
      type,
      ...(typeof inputs.name === "string" && { name: inputs.name }),
    }));
}

/**
 * Settles what a killed Pulumi left open, or the next `up` would create it a second time: a stack that exists is imported
 * into the state, anything else is forgotten.
 */
export async function resolvePendingCreates(
  context: { readonly stacks: StackApi; readonly report: Report; readonly message: string },
  stack: Stack,
): Promise<void> {
  const pending = pendingCreatesIn(await pulumi(stack, ["stack", "export"]));
  if (pending.length === 0) return;
  const imports: string[] = [];
  for (const { urn, type, name } of pending) {
    const found =
      type === "aws:cloudformation/stack:Stack" && name !== undefined
        ? await observeStack(context.stacks, name)
        : undefined;
    const isThere = found?.kind === "present";
    if (isThere) imports.push(urn, found.stackId);
    const what = `Pulumi was killed while it created ${name ?? urn}`;
    const message = isThere
      ? `${what}, which exists: it is imported into Pulumi's state.`
      : `${what}, which does not exist: Pulumi forgets it.`;
    context.report({ type: "notice", message });
  }
  // In the command line only: the Automation API's refresh can clear them and not import them.
  const args = [
    ...["refresh", "--yes", "--skip-preview", "--suppress-progress", "--clear-pending-creates"],
    ...imports.flatMap((word) => ["--import-pending-creates", word]),
    ...["--message", context.message],
  ];
  await pulumi(stack, args);
}

const run = promisify(execFile);

/** Runs the CLI itself, for what the Automation API has no function for: its export, for one, shows secrets. */
async function pulumi({ name, workspace }: Stack, args: readonly string[]): Promise<string> {
  const { stdout } = await run(
    workspace.pulumiCommand.command,
    [...args, "--stack", name, "--non-interactive", "--color", "never"],
    { cwd: workspace.workDir, env: { ...process.env, ...workspace.envVars }, maxBuffer: 256 * 1024 * 1024 },
  );
  return stdout;
}
