import { PantherError } from "../model/error.ts";
import { declarationsOf } from "../model/release/parameters/declaration.ts";
import { parseTemplate } from "../model/release/templateText.ts";
import type { StackApi } from "./clients.ts";
import { type PlannedResource, type StackRole, type StandingStack, stackRole } from "./importedState.ts";
import { parametersOf, tagsOf } from "./stackValues.ts";

/** A stack to take over. */
export interface StackToImport {
  /** ARN. */
  readonly stackId: string;
  /** URL of the template that it has now: CloudFormation takes one and doesn't tell it again. */
  readonly templateUrl: string;
}

/** The stacks of one environment that are to be taken over. */
export interface StacksToImport {
  /** CloudFormation in the environment's account and region. */
  readonly stacks: Pick<StackApi, "describeStacks" | "getTemplate">;
  readonly root: StackToImport;
  /** Left out where the environment's file names the role by its ARN. */
  readonly role?: StackToImport;
}

/**
 * What stands for each of the stacks that the program plans.
 * @throws PantherError `import-mismatch`, `stack-missing`
 */
export async function standingStacks(
  { stacks, root, role, environment }: StacksToImport & { readonly environment: string },
  planned: readonly PlannedResource[],
): Promise<Readonly<Partial<Record<StackRole, StandingStack>>>> {
  const given: Readonly<Partial<Record<StackRole, StackToImport>>> = { root, ...(role && { role }) };
  const standing: Partial<Record<StackRole, StandingStack>> = {};
  for (const which of ["role", "root"] as const) {
    const plannedStack = planned.find(({ urn }) => stackRole(urn) === which);
    const stack = given[which];
    const wanted = plannedStack && `a stack ${plannedStack.inputs.name}`;
    if (!plannedStack !== !stack) throw mismatch(environment, which, wanted ?? "no stack", stack?.stackId ?? "none");
    if (!stack || !plannedStack) continue;
    const { name, ...found } = await standingStack(stacks, stack);
    if (name !== plannedStack.inputs.name) throw mismatch(environment, which, wanted ?? "", stack.stackId);
    standing[which] = found;
  }
  return standing;
}

async function standingStack(
  stacks: StacksToImport["stacks"],
  { stackId, templateUrl }: StackToImport,
): Promise<StandingStack & { readonly name: string }> {
  // A stack that is not there is an error of CloudFormation's, and a deleted one is answered by its ARN.
  const { Stacks: [found] = [] } = await stacks.describeStacks({ StackName: stackId }).catch((error: Error) => {
    throw missing(stackId, error.message);
  });
  if (!found || found.StackStatus === "DELETE_COMPLETE") throw missing(stackId, "it has been deleted");
  const { TemplateBody = "" } = await stacks.getTemplate({ StackName: stackId, TemplateStage: "Original" });
  const declared = [...declarationsOf(parseTemplate(TemplateBody)).values()];
  return {
    name: found.StackName ?? "",
    stackId,
    templateUrl,
    capabilities: found.Capabilities ?? [],
    ...(found.RoleARN && { iamRoleArn: found.RoleARN }),
    tags: tagsOf(found),
    parameters: parametersOf(found),
    defaults: Object.fromEntries(declared.map((parameter) => [parameter.name, parameter.default])),
  };
}

function mismatch(environment: string, which: StackRole, wanted: string, given: string): PantherError {
  const what = which === "root" ? "root stack" : "deployment role";
  return new PantherError(
    "import-mismatch",
    `For the ${what} of ${environment} its file describes ${wanted}, and what is to be taken over is ${given}.`,
    `Correct rootStackName or deploymentRole in stacks/Pulumi.${environment}.yaml. Nothing was changed.`,
  );
}

function missing(stackId: string, why: string): PantherError {
  return new PantherError(
    "stack-missing",
    `${stackId} can't be taken over: ${why}.`,
    "Check its ARN, the region and the credentials. Nothing was changed.",
  );
}
