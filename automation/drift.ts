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
 */
export async function driftOf(run: Run, { root, running, role }: Standing): Promise<DriftReport> {
  const { environment, aws, timing, signal } = run;
  const { name, deploymentRole, parameters, secretParameterNames, tags } = environment;
  const stacks = [
    { stack: root, values: parameters, secretNames: secretParameterNames },
    ...(role && deploymentRole.kind === "deploy"
      ? [
          {
            stack: role.stack,
            values: { ...deploymentRole.parameters, DeploymentRoleName: deploymentRole.roleName },
            secretNames: [],
          },
        ]
      : []),
  ];
  const settings = stacks.map(({ stack, values, secretNames }) =>
    driftOfSettings(stack, { environment: name, parameters: values, secretNames, tags }),
  );
  const notComparable = settings.flatMap((part) => part.notComparable ?? []).flatMap(({ properties }) => properties);
  const [template, pulumi, ...resources] = await Promise.all([
    publishedRoot(run, running).then((published) => driftOfTemplate(root, published)),
    driftOfPulumi({ projectDirectory: run.projectDirectory, environment: name, signal, notComparable }),
    ...stacks.map(({ stack }) =>
      driftOfResources({ stackId: stack.stackId, where: [stack.name] }, { stacks: aws.stacks, timing, signal }),
    ),
  ]);
  return reportOf([...settings, template, ...(role ? [roleTemplateDrift(role)] : []), ...resources, pulumi]);
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
