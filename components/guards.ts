import * as pulumi from "@pulumi/pulumi";
import { versionOfTemplateUrl } from "../model/release/templateUrl.ts";
import { parseVersion, type ReleaseVersion } from "../model/release/version.ts";
import { type FirstDeployTemplate, firstDeployProblem, onboardSelf } from "../model/rules/firstDeploy.ts";
import { identityProblem } from "../model/rules/identity.ts";
import { describeCreation, describeUpdate } from "../model/rules/stackChange.ts";
import { type HookProperties, identityInputs, maskedParameters, stackInputs, templateBody } from "./hookInputs.ts";
import type { PlainParameters } from "./plainInputs.ts";

/** A component that hooks belong to: its class and its name, since hooks' names are one namespace in a program. */
export interface GuardedComponent {
  readonly type: string;
  readonly name: string;
}

/**
 * Refuses an update of a stack whose change of release has a problem, before AWS is called; a preview warns of it. It
 * compares with the release that is said to run, else with what Pulumi last saw. For a stack, and for its component: there nothing else has been touched yet. The
 * driver, which asks AWS what runs, goes one minor at a time. Nothing is judged where a release is not known: what a
 * private template holds can't be told from its URL.
 */
export function releaseGuard(
  component: GuardedComponent,
  problemOf: (from: ReleaseVersion, to: ReleaseVersion) => string | undefined,
  running?: string,
): pulumi.ResourceHook {
  let warned = false;
  return new pulumi.ResourceHook(
    hookName(component, "release-guard"),
    async ({ type, oldInputs, oldOutputs, newInputs }) => {
      const { templateUrl } = await stackInputs(newInputs);
      const to = templateUrl === undefined ? undefined : versionOfTemplateUrl(templateUrl);
      if (!to || warned) return;
      // A component's inputs are recorded before its stack is touched, its outputs once that has succeeded.
      const isComponent = type?.startsWith("panther:");
      const recorded = await releaseOfUrl(isComponent ? oldOutputs : oldInputs);
      const seen = running === undefined ? undefined : parseVersion(running);
      const from = seen ?? (await releaseInBody(oldOutputs, to, recorded)) ?? recorded;
      const problem = from ? problemOf(from, to) : undefined;
      if (!problem) return;
      warned = true;
      await refuse(
        component,
        `${problem}. To a newer release, minor by minor: panther upgrade ${pulumi.getStack()}. Else set panther:version back to what runs`,
      );
    },
    { onDryRun: true },
  );
}

async function releaseOfUrl(deployed: HookProperties): Promise<ReleaseVersion | undefined> {
  const { templateUrl } = await stackInputs(deployed);
  return templateUrl === undefined ? undefined : versionOfTemplateUrl(templateUrl);
}

/**
 * The release by the template that stands: after a refresh it knows of an update in the console, and after `pulumi import`,
 * which records no URL, nothing else does.
 */
async function releaseInBody(
  outputs: HookProperties,
  wanted: ReleaseVersion,
  recorded: ReleaseVersion | undefined,
): Promise<ReleaseVersion | undefined> {
  const body = await templateBody(outputs);
  // Reading it takes a preview time, and most change no release.
  if (!body || (recorded === wanted && body.includes(wanted))) return undefined;
  const { versionInMappings } = await import("../model/release/releaseOfTemplate.ts");
  try {
    return versionInMappings(body);
  } catch {
    // CloudFormation may read what we can't; then what Pulumi recorded is all there is.
    return undefined;
  }
}

/** What a first deploy is to set, as far as it is known before anything is registered. */
export interface FirstDeploy extends PlainParameters {
  /** `root` unless given. */
  readonly template?: FirstDeployTemplate;
  /** Names that it may set besides the minimal ones. */
  readonly allowed: readonly string[];
}

/**
 * Refuses a first deploy with more than the minimal parameters; a preview warns of it. For the root stack's creation, and
 * before that for its component's: then nothing else has been touched.
 */
export function firstDeployGuard(
  component: GuardedComponent,
  { template = "root", values, hiddenNames = [], allowed }: FirstDeploy,
): pulumi.ResourceHook {
  let warned = false;
  return new pulumi.ResourceHook(
    hookName(component, "first-deploy-guard"),
    async ({ newInputs }) => {
      const parameters = (await stackInputs(newInputs)).parameters ?? values;
      if (!parameters || warned) return;
      const own = parameters[onboardSelf];
      const problem = firstDeployProblem({
        template,
        names: [...new Set([...Object.keys(parameters), ...hiddenNames])],
        allowed,
        ...(own !== undefined && { onboardSelf: own }),
      });
      if (!problem) return;
      warned = true;
      const twoSteps = `${problem}. Let the driver deploy in two steps: panther deploy ${pulumi.getStack()}`;
      const named = ". Or name what has to be there from the start in panther:firstDeployParameters";
      await refuse(component, template === "proxy" ? twoSteps : twoSteps + named);
    },
    { onDryRun: true },
  );
}

/**
 * Refuses a change of what a stack is known by, already in a preview: CloudFormation would delete the stack and make
 * another. On the component and not on the stack itself, whose protection would end the preview first, with the advice to
 * lift it.
 */
export function identityGuard(component: GuardedComponent): pulumi.ResourceHook {
  return new pulumi.ResourceHook(
    hookName(component, "identity-guard"),
    async ({ oldInputs, newInputs }) => {
      const [before, after] = await Promise.all([identityInputs(oldInputs), identityInputs(newInputs)]);
      const problem = identityProblem(before, after);
      if (!problem) return;
      throw new Error(
        `${problem}. Set it back. Another Panther is another environment, with a file and a Pulumi stack of its own`,
      );
    },
    { onDryRun: true },
  );
}

/** A component's options with hooks of its own besides those that they bring. */
export function withHooks(
  options: pulumi.ComponentResourceOptions = {},
  own: {
    readonly beforeCreate?: readonly pulumi.ResourceHook[];
    readonly beforeUpdate: readonly pulumi.ResourceHook[];
  },
): pulumi.ComponentResourceOptions {
  const { beforeCreate = [], beforeUpdate = [], ...hooks } = options.hooks ?? {};
  return {
    ...options,
    hooks: {
      ...hooks,
      beforeCreate: [...beforeCreate, ...(own.beforeCreate ?? [])],
      beforeUpdate: [...beforeUpdate, ...own.beforeUpdate],
    },
  };
}

/** Says in words what a root stack's creation or update changes: in Pulumi's own view it is one URL and a map. */
export function changeInWords(component: GuardedComponent): pulumi.ResourceHook {
  return new pulumi.ResourceHook(
    hookName(component, "change-in-words"),
    async ({ oldInputs, newInputs, oldOutputs }) => {
      const [before, after] = await Promise.all([stackInputs(oldInputs), stackInputs(newInputs)]);
      const lines = oldInputs
        ? describeUpdate(before, after, await maskedParameters(oldOutputs))
        : [describeCreation(after)];
      for (const line of lines) await pulumi.log.info(`${component.name}: ${line}`);
    },
    { onDryRun: true },
  );
}

function hookName({ type, name }: GuardedComponent, hook: string): string {
  return `${type}:${name}:${hook}`;
}

/** Throwing would end a preview too, and with it the sight of what else would change. */
async function refuse({ name }: GuardedComponent, message: string): Promise<void> {
  if (!pulumi.runtime.isDryRun()) throw new Error(message);
  await pulumi.log.warn(`${name}: pulumi up will refuse this. ${message}.`);
}
