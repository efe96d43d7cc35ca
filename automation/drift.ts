import { driftOfSettings, driftOfTemplate, type PublishedTemplate } from "./driftOfDefinition.ts";
import { driftOfPulumi } from "./driftOfPulumi.ts";
import { driftOfResources } from "./driftOfResources.ts";
import { type DriftPart, type DriftReport, reportOf } from "./driftReport.ts";
import type { LiveStack } from "./liveStack.ts";
import type { RoleTemplate } from "./roleTemplate.ts";
import type { Run } from "./run.ts";
import type { RunningVersion } from "./runningVersion.ts";
import { fetchTemplate, rootTemplateUrl } from "./templates.ts";

/** What of an environment was looked at already. */
export interface Standing {
  readonly root: LiveStack;
  readonly running?: RunningVersion;
  /** Missing where somebody else manages the role, or there is none. */
  readonly role?: { readonly stack: LiveStack; readonly template: RoleTemplate };
}

/**
 * Looks for everything that was changed past this project: parameters, tags and templates of the root's and the role's
 * stacks, what CloudFormation's drift detection finds in them and in nested stacks, and what a refresh of Pulumi's state
 * would change. Changes nothing; an abort rejects with the signal's reason.
 * @param sides What stands, each with its run; with none there is nothing that could have been changed.
 */
export async function driftOf(
  { projectDirectory, environment, signal }: Run,
  sides: readonly (Standing & { readonly run: Run })[],
): Promise<DriftReport> {
  if (sides.length === 0) return reportOf([]);
  const looked = sides.map((side) => ({ ...side, settings: settingsOf(side) }));
  const notComparable = looked
    .flatMap(({ settings }) => settings.flatMap((part) => part.notComparable ?? []))
    .flatMap(({ properties }) => properties);
  const [pulumi, ...parts] = await Promise.all([
    driftOfPulumi({ projectDirectory, environment: environment.name, signal, notComparable }),
    ...looked.map(partsOf),
  ]);
  return reportOf([...parts.flat(), pulumi]);
}

function stacksIn({ run, root, role }: Standing & { readonly run: Run }) {
  const { deploymentRole, parameters, secretParameterNames } = run.environment;
  const own = { stack: root, values: parameters, secretNames: secretParameterNames };
  if (!role || deploymentRole.kind !== "deploy") return [own];
  const values = { ...deploymentRole.parameters, DeploymentRoleName: deploymentRole.roleName };
  return [own, { stack: role.stack, values, secretNames: [] }];
}

function settingsOf(side: Standing & { readonly run: Run }): readonly DriftPart[] {
  const { name, tags } = side.run.environment;
  return stacksIn(side).map(({ stack, values, secretNames }) =>
    driftOfSettings(stack, { environment: name, parameters: values, secretNames, tags }),
  );
}

async function partsOf(
  side: Standing & { readonly run: Run; readonly settings: readonly DriftPart[] },
): Promise<readonly DriftPart[]> {
  const { run, root, running, role, settings } = side;
  const { aws, timing, signal } = run;
  const [template, ...resources] = await Promise.all([
    publishedRoot(run, running).then((published) => driftOfTemplate(root, published)),
    ...stacksIn(side).map(({ stack }) =>
      driftOfResources({ stackId: stack.stackId, where: [stack.name] }, { stacks: aws.stacks, timing, signal }),
    ),
  ]);
  return [...settings, template, ...(role ? [roleTemplateDrift(role)] : []), ...resources];
}

async function publishedRoot(run: Run, running: RunningVersion | undefined): Promise<PublishedTemplate> {
  if (!running) return { kind: "unknown", reason: "which release runs can't be told" };
  try {
    const url = rootTemplateUrl(run.environment, running.version);
    const body = await fetchTemplate(run.aws.objects, url);
    return body === undefined
      ? { kind: "unknown", reason: `there is no published template ${url}` }
      : { kind: "published", url, body };
  } catch (error) {
    run.signal.throwIfAborted();
    return { kind: "unknown", reason: (error as Error).message };
  }
}

function roleTemplateDrift({ stack, template }: NonNullable<Standing["role"]>): DriftPart {
  if (template.kind === "published") return {};
  if (template.kind === "unknown") return driftOfTemplate(stack, template);
  return driftOfTemplate(stack, { kind: "published", url: template.url, body: "{}" });
}
