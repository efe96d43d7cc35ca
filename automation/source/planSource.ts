import type { Environment, SourceDeployerChoice } from "../../model/environment/environment.ts";
import { PantherError } from "../../model/error.ts";
import type { Finding } from "../../model/finding.ts";
import { tagOf } from "../../model/release/version.ts";
import { checkInstanceType } from "../../model/source/instanceType.ts";
import { commentOf, sourceLogGroup } from "../../model/source/sourceNames.ts";
import { type SourceSettings, sourceSettings } from "../../model/source/sourceSettings.ts";
import type { SourceWork } from "../../model/source/sourceWork.ts";
import { bootstrapStack, type StandingSource, standingFinding } from "../../model/source/standingSource.ts";
import { observeStack } from "../observe.ts";
import type { Run } from "../run.ts";
import { findCommand } from "./findCommand.ts";
import { findInstance } from "./findInstance.ts";
import { othersLogGroups } from "./othersLogGroups.ts";
import type { SourceApis } from "./sourceApis.ts";
import type { SourcePlan } from "./sourceEvents.ts";

export interface PlannedSource {
  readonly plan: SourcePlan;
  readonly deployer: SourceDeployerChoice;
  readonly settings: SourceSettings;
}

/**
 * What stands, what runs and what is to be done. Changes nothing.
 * @throws PantherError `source-not-wanted`, `source-settings`, `source-busy`, those of `standingFinding`, and those of {@link findInstance}
 */
export async function planSource(run: Run, apis: SourceApis, work: SourceWork): Promise<PlannedSource> {
  const { environment, aws, timing } = run;
  const deployer = deployerOf(environment);
  const standing = await standingSource(aws, environment);
  const against = standingFinding(work, standing, {
    rootStackName: environment.rootStackName,
    environment: environment.name,
  });
  if (against) throw new PantherError(against.code, `${against.message} Nothing was changed.`, against.fix);
  const settings = settingsOf(environment, work, standing);
  const instance = await findInstance(apis, environment.name);
  const running = await findCommand(apis, instance.id, timing);
  const comment = commentOf(work, environment.version, environment.name);
  if (running && running.comment !== comment) {
    throw new PantherError(
      "source-busy",
      `${instance.id} is at work on something else: ${running.comment}.`,
      `Wait until it has ended, or end it: aws ssm cancel-command --command-id ${running.id}`,
    );
  }
  const ofRoot = work === "master-deploy" || (work === "teardown" && standing === "root");
  const plan: SourcePlan = {
    environment: environment.name,
    work,
    release: environment.version,
    accountId: environment.expectedAccountId,
    region: environment.region,
    instance,
    rootStack: ofRoot ? environment.rootStackName : null,
    standing,
    running: running?.id ?? null,
    logGroup: sourceLogGroup(environment.name),
    warnings: [...smallInstance(instance.type), ...(work === "teardown" ? await takenWithIt(run, apis) : [])],
  };
  return { plan, deployer, settings };
}

/** What stands, by the stacks that are there; one that is being deleted or could not be is there. */
export async function standingSource(
  { stacks }: Pick<Run["aws"], "stacks">,
  { rootStackName }: Pick<Environment, "rootStackName">,
): Promise<StandingSource> {
  const root = (await observeStack(stacks, rootStackName)).kind === "present";
  const separate = (await observeStack(stacks, bootstrapStack)).kind === "present";
  if (root) return separate ? "both" : "root";
  return separate ? "separate" : "nothing";
}

function deployerOf({ name, sourceDeployer }: Environment): SourceDeployerChoice {
  if (sourceDeployer) return sourceDeployer;
  throw new PantherError(
    "source-not-wanted",
    `${name} is deployed from published templates: its file has no panther:sourceDeployer.`,
    `panther deploy ${name} does that. For a deployment from source: docs/source.md.`,
  );
}

function settingsOf(environment: Environment, work: SourceWork, standing: StandingSource): SourceSettings {
  const { parameters, rootStackName, version } = environment;
  const read = sourceSettings(work, version, { parameters, rootStackName, standing });
  if (read.kind === "settings") return read.settings;
  const said = read.problems.map(({ parameter, why }) => `panther:parameters.${parameter} ${why}.`);
  throw new PantherError(
    "source-settings",
    `What ${environment.name} says can't be told to ${tagOf(version)}:\n${said.join("\n")}`,
    "Correct the environment's file. Nothing was changed.",
  );
}

function takenWithIt({ aws, environment, signal }: Run, { logGroups }: SourceApis): Promise<readonly Finding[]> {
  const { rootStackName } = environment;
  return othersLogGroups({ stacks: aws.stacks, apis: logGroups, rootStackName, signal });
}

function smallInstance(type: string): readonly Finding[] {
  const check = checkInstanceType(type);
  if (check.kind !== "small") return [];
  return [
    {
      severity: "warning",
      code: "source-small-instance",
      message: `The machine's type ${type} ${check.why}.`,
      fix: "Set panther:sourceDeployer.instanceType, then pulumi up.",
    },
  ];
}
