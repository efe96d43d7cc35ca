import { PantherError } from "../../model/error.ts";
import { type Outcome, type Prepare, runCommand } from "../command.ts";
import type { RunSummary } from "../events.ts";
import { importStacks } from "../importStacks.ts";
import { observeStack } from "../observe.ts";
import { setSecret } from "../pulumiConfig.ts";
import { underPulumiLock } from "../pulumiLock.ts";
import { ensurePulumiStack } from "../pulumiStack.ts";
import type { Run, RunOptions } from "../run.ts";
import { encryptionOf } from "../secretsProvider.ts";
import { updateMessage } from "../updateMessage.ts";
import { userAgentVariables } from "../userAgent.ts";
import type { AdoptionProposal } from "./adoptionEvents.ts";
import { type AdoptionPlan, adoptionPlan, describeDifferences } from "./adoptionPlan.ts";
import { headingOf, proposalOf } from "./adoptionProposal.ts";
import { environmentText } from "./environmentText.ts";
import { previewAdopted } from "./previewAdopted.ts";
import { checkedSecrets, type SecretSource, secretsMissing } from "./secretValues.ts";
import { writeEnvironmentFile } from "./standingFile.ts";

export interface AdoptOptions extends RunOptions {
  /** Name or ARN of the root stack that was made by hand. */
  readonly stack: string;
  /** Left out: what the environment's file says, else the caller's own. */
  readonly region?: string;
  /** The release that runs, where AWS does not tell. */
  readonly from?: string;
  /** Gives the values of NoEcho parameters; asked only where some are needed, before anything is written. */
  readonly secrets?: SecretSource;
  /** Left out: whoever calls has decided already. Not asked where there is nothing to do. */
  readonly approve?: (proposal: AdoptionProposal, signal: AbortSignal) => Promise<boolean>;
}

/**
 * Takes over a Panther that was deployed by hand, or one whose Pulumi state was lost: writes the environment's file where
 * there is none, makes the Pulumi stack, sets the secrets, imports both stacks under their components, and makes sure that
 * a preview has no replacement and no deletion. Changes nothing in AWS. Each step looks before it acts, so that the same
 * call again goes on where the last one stopped. Every error is in the summary's result and the `failed` event.
 */
export async function adopt(options: AdoptOptions): Promise<RunSummary> {
  let ready: Ready | undefined;
  const prepare: Prepare = async (context) => {
    ready = await prepared(options, context);
  };
  return await runCommand(
    "adopt",
    options,
    async (run, progress) => {
      if (!ready) throw new Error("An adoption was not prepared.");
      progress.from = ready.plan.standing.live.release;
      progress.to = progress.from;
      return await takeOver(run, ready);
    },
    prepare,
  );
}

/** An adoption that somebody has agreed to, and whose file is there. */
interface Ready {
  readonly plan: AdoptionPlan;
  /** Values by name. */
  readonly secrets: Readonly<Record<string, string>>;
}

async function prepared(options: AdoptOptions, context: Parameters<Prepare>[0]): Promise<Ready> {
  const { report, signal, aboutToChange } = context;
  const plan = await adoptionPlan({ ...options, signal });
  const { live, rootTemplate } = plan.standing;
  const proposal = proposalOf(plan);
  report({ type: "adoption-planned", ...proposal });
  if (rootTemplate === "other") {
    report({
      type: "finding",
      severity: "warning",
      code: "root-template-changed",
      releases: [live.release],
      message: `The root template in AWS is not the published one of v${live.release}: somebody changed it.`,
      fix: "Nothing moves while the file names that release; the next upgrade puts the published template in its place.",
    });
  }
  if (plan.file.kind === "environment" && plan.state === "whole") return { plan, secrets: {} };
  if (plan.asked.length > 0 && !options.secrets) throw secretsMissing(plan.asked);
  if (options.approve && !(await options.approve(proposal, signal))) {
    signal.throwIfAborted();
    throw notApproved(proposal);
  }
  const given = plan.asked.length > 0 && options.secrets ? await options.secrets(plan.asked, signal) : {};
  signal.throwIfAborted();
  const secrets = { ...plan.knownSecrets, ...checkedSecrets(plan.asked, given) };
  await refuseIfChanged(plan);
  if (plan.config) {
    aboutToChange();
    const settings = plan.file.kind === "settings" ? plan.file.settings : {};
    await writeEnvironmentFile(options, plan.file, environmentText(plan.config, headingOf(plan), settings));
    report({ type: "notice", message: `${proposal.file.path} is ${proposal.file.action}.` });
  }
  return { plan, secrets };
}

async function takeOver(run: Run, { plan, secrets }: Ready): Promise<Outcome> {
  const { report, signal, projectDirectory, environment, caller, reason } = run;
  const { standing, root, role, differences } = plan;
  const { name } = environment;
  report({
    type: "observed",
    environment: name,
    running: standing.live.release,
    wanted: environment.version,
    rootStatus: standing.rootStatus,
  });
  run.aboutToChange();
  const place = {
    projectDirectory,
    environment: name,
    ...(await encryptionOf({ projectDirectory, environment: name })),
    variables: userAgentVariables({ runId: run.id, ...(reason !== undefined && { reason }) }),
  };
  const stack = await ensurePulumiStack(place);
  for (const [parameter, value] of Object.entries(secrets)) {
    run.aboutToChange();
    await setSecret({ ...place, path: `panther:secretParameters.${parameter}`, value });
    report({ type: "notice", message: `${parameter} is set, encrypted, in stacks/Pulumi.${name}.yaml.` });
  }
  run.aboutToChange();
  const lock = { environment: name, report, ...(run.lease && { lease: run.lease }) };
  const imported = await importStacks({
    ...place,
    stacks: run.aws.stacks,
    root,
    ...(role && { role }),
    lock,
    signal,
    message: updateMessage({ what: "adopt", runId: run.id, caller, ...(reason !== undefined && { reason }) }),
  });
  signal.throwIfAborted();
  if (imported.kind === "present" && differences.length > 0) {
    const message = `Nothing to take over: Pulumi's state has both stacks. The file is ahead of what runs:\n${describeDifferences(differences)}`;
    report({ type: "notice", message });
    return { kind: "done" };
  }
  const changes = await underPulumiLock(lock, stack, () => previewAdopted(stack, name, signal));
  report({
    type: "adopted",
    environment: name,
    rootStackId: root.stackId,
    ...(role && { roleStackId: role.stackId }),
    state: imported.kind,
    changes,
    leftToDefault: imported.notCompared,
  });
  return { kind: "done" };
}

/** A person may take long to answer. */
async function refuseIfChanged({ aws, standing }: AdoptionPlan): Promise<void> {
  const { rootStackId, rootStatus, lastChange } = standing;
  const now = await observeStack(aws.stacks, rootStackId);
  const isSame =
    now.kind === "present" && now.status === rootStatus && now.lastChange.getTime() === lastChange.getTime();
  if (isSame) return;
  throw new PantherError(
    "changed-meanwhile",
    `Somebody changed ${standing.live.rootStackName} after it was read. Nothing was changed by this run.`,
    "Run the same command again: it reads afresh.",
  );
}

function notApproved({ environment, rootStackName }: AdoptionProposal): PantherError {
  return new PantherError(
    "not-approved",
    `The adoption of ${rootStackName} as ${environment} was not approved. Nothing was changed.`,
    "Run the same command again when it is right.",
  );
}
