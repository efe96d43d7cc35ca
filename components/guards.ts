import * as pulumi from "@pulumi/pulumi";
import { firstDeployProblem, onboardSelf } from "../model/rules/firstDeploy.ts";
import { identityProblem, type StackIdentity } from "../model/rules/identity.ts";
import { describeCreation, describeUpdate } from "../model/rules/stackChange.ts";
import { maskedParameters, stackInputs } from "./hookInputs.ts";

/**
 * Refuses an update of a stack whose change of template has a problem, before AWS is called; a preview warns of it. It
 * compares with what Pulumi last deployed. The driver, which asks AWS what runs, goes one minor at a time.
 *
 * @param problemOf takes the old and the new template's URL
 */
export function releaseGuard(
  componentName: string,
  problemOf: (fromUrl: string, toUrl: string) => string | undefined,
): pulumi.ResourceHook {
  return new pulumi.ResourceHook(
    `${componentName}-release-guard`,
    async ({ oldInputs, newInputs }) => {
      const [{ templateUrl: from }, { templateUrl: to }] = await Promise.all([
        stackInputs(oldInputs),
        stackInputs(newInputs),
      ]);
      const problem = from && to ? problemOf(from, to) : undefined;
      if (problem) await refuse(`${problem}. Go hop by hop instead: panther upgrade ${pulumi.getStack()}`);
    },
    { onDryRun: true },
  );
}

/** Refuses a first deploy with more than the minimal parameters; a preview warns of it. */
export function firstDeployGuard(componentName: string, allowed: readonly string[]): pulumi.ResourceHook {
  return new pulumi.ResourceHook(
    `${componentName}-first-deploy-guard`,
    async ({ newInputs }) => {
      const { parameters = {} } = await stackInputs(newInputs);
      const own = parameters[onboardSelf];
      const problem = firstDeployProblem({
        names: Object.keys(parameters),
        allowed,
        ...(own !== undefined && { onboardSelf: own }),
      });
      if (!problem) return;
      const stack = pulumi.getStack();
      await refuse(
        `${problem}. Let the driver deploy in two steps: panther deploy ${stack}. Or name what has to be there from the start in panther:firstDeployParameters`,
      );
    },
    { onDryRun: true },
  );
}

/**
 * Refuses a change of what a stack is known by, already in a preview: CloudFormation would delete the stack and make
 * another. On the component and not on the stack itself, whose protection would end the preview first, with the advice to
 * lift it.
 */
function identityGuard(componentName: string): pulumi.ResourceHook {
  return new pulumi.ResourceHook(
    `${componentName}-identity-guard`,
    ({ oldInputs, newInputs }) => {
      const problem = identityProblem((oldInputs ?? {}) as StackIdentity, (newInputs ?? {}) as StackIdentity);
      if (!problem) return;
      throw new Error(
        `${problem}. Set it back. Another Panther is another environment, with a file and a Pulumi stack of its own`,
      );
    },
    { onDryRun: true },
  );
}

/** A component's options with its identity guard besides the hooks that they bring. */
export function withIdentityGuard(
  componentName: string,
  options: pulumi.ComponentResourceOptions = {},
): pulumi.ComponentResourceOptions {
  const { beforeUpdate = [], ...hooks } = options.hooks ?? {};
  return { ...options, hooks: { ...hooks, beforeUpdate: [...beforeUpdate, identityGuard(componentName)] } };
}

/** Says in words what a root stack's creation or update changes: in Pulumi's own view it is one URL and a map. */
export function changeInWords(componentName: string): pulumi.ResourceHook {
  return new pulumi.ResourceHook(
    `${componentName}-change-in-words`,
    async ({ oldInputs, newInputs, oldOutputs }) => {
      const [before, after] = await Promise.all([stackInputs(oldInputs), stackInputs(newInputs)]);
      const lines = oldInputs
        ? describeUpdate(before, after, await maskedParameters(oldOutputs))
        : [describeCreation(after)];
      for (const line of lines) await pulumi.log.info(`${componentName}: ${line}`);
    },
    { onDryRun: true },
  );
}

/** Throwing would end a preview too, and with it the sight of what else would change. */
async function refuse(message: string): Promise<void> {
  if (!pulumi.runtime.isDryRun()) throw new Error(message);
  await pulumi.log.warn(`pulumi up will refuse this. ${message}.`);
}
