// Pulumi's state of an environment whose stacks were made by hand, as plain data.
import { randomUUID } from "node:crypto";

/** A resource as Pulumi's state has it, as far as it matters here. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly custom?: boolean;
  readonly id?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly [more: string]: unknown;
}

/** A resource as a preview announces it; its secrets are blanked. */
export interface PlannedResource {
  readonly urn: string;
  readonly type: string;
  readonly parent: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** What stands in AWS for a stack of the program. */
export interface StandingStack {
  readonly stackId: string;
  /** Of the template that it has now; CloudFormation doesn't tell it. */
  readonly templateUrl: string;
  readonly capabilities: readonly string[];
  readonly iamRoleArn?: string;
  readonly tags: Readonly<Record<string, string>>;
  /** As CloudFormation answers them: `****` for NoEcho ones. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The live template's; of required parameters there is none. */
  readonly defaults: Readonly<Record<string, string | undefined>>;
}

export type StackRole = "role" | "root";

const stackType = "aws:cloudformation/stack:Stack";
const components = { role: "panther:index:PantherDeploymentRole", root: "panther:index:PantherRootStack" } as const;

/** Whether a URN is of one of the two stacks, whatever its component is named. */
export function stackRole(urn: string): StackRole | undefined {
  if (urn.includes(`${components.role}$${stackType}::`)) return "role";
  return urn.includes(`${components.root}$${stackType}::`) ? "root" : undefined;
}

/**
 * The resources that state is to have: those that it has already, and all that the program plans besides.
 * @param standing What stands for each of the program's stacks.
 */
export function importedResources(
  existing: readonly StateResource[],
  planned: readonly PlannedResource[],
  standing: Readonly<Partial<Record<StackRole, StandingStack>>>,
): readonly StateResource[] {
  const known = new Set(existing.map(({ urn }) => urn));
  const missing = planned.filter(({ urn }) => !known.has(urn));
  const frame = missing.filter(({ type }) => type !== stackType).map(frameResource);
  const provider = [...existing, ...frame].find(({ type }) => type === "pulumi:providers:aws");
  const stackOf = (role: StackRole) => missing.find(({ urn }) => stackRole(urn) === role);
  const [rolePlan, rootPlan] = [stackOf("role"), stackOf("root")];
  const reference = `${provider?.urn}::${provider?.id}`;
  return [
    ...existing,
    // The engine wants whatever another one refers to before it.
    ...frame.sort((one, other) => rankOf(one) - rankOf(other)),
    ...(rolePlan && standing.role ? [stackResource(rolePlan, standing.role, reference)] : []),
    ...(rootPlan && standing.root ? [stackResource(rootPlan, standing.root, reference, rolePlan?.urn)] : []),
  ];
}

/**
 * A stack's resource with the program's own capabilities: what a person acknowledged for one operation, and in a console it
 * may have been others, is no reason to show an update that CloudFormation finds nothing in. And with asterisks for the
 * program's secrets, also for one that a template does not declare as NoEcho and CloudFormation shows.
 */
export function asPlanned(resource: StateResource, planned: readonly PlannedResource[]): StateResource {
  const plan = planned.find(({ urn }) => urn === resource.urn);
  const capabilities = plan?.inputs.capabilities;
  if (stackRole(resource.urn) === undefined || !plan || capabilities === undefined) return resource;
  const secrets = secretNames(plan);
  return {
    ...resource,
    inputs: { ...withoutSecrets(resource.inputs, secrets), capabilities },
    outputs: { ...withoutSecrets(resource.outputs, secrets), capabilities },
  };
}

/** Whether a stack has only what an import gave it: it was killed before the plugin had read the rest. */
export function isUnread({ urn, inputs = {}, outputs = {} }: StateResource): boolean {
  if (stackRole(urn) === undefined) return false;
  return Object.keys(outputs).every((name) => name === "id" || Object.hasOwn(inputs, name));
}

function withoutSecrets(
  properties: Readonly<Record<string, unknown>> = {},
  secrets: readonly string[],
): Readonly<Record<string, unknown>> {
  const { parameters } = properties;
  if (typeof parameters !== "object" || parameters === null) return properties;
  const entries = Object.entries(parameters).map(([name, value]) => [name, secrets.includes(name) ? masked : value]);
  return { ...properties, parameters: Object.fromEntries(entries) };
}

/** Of a plan's parameters those that are secret: the engine shows them so. */
function secretNames({ inputs: { parameters } }: PlannedResource): readonly string[] {
  if (typeof parameters !== "object" || parameters === null) return [];
  return Object.entries(parameters).flatMap(([name, value]) => (value === "[secret]" ? [name] : []));
}

/** Parameters that the program sets, and those that it would put back to their defaults. */
export function comparedParameters(
  plannedNames: readonly string[],
  { parameters, defaults }: StandingStack,
): Readonly<Record<string, string>> {
  const compared = Object.entries(parameters).filter(
    ([name, value]) => plannedNames.includes(name) || (value !== masked && value !== defaults[name]),
  );
  return Object.fromEntries(compared);
}

/** NoEcho parameters that the program leaves to their defaults: nobody can tell whether they have another value now. */
export function notCompared(plannedNames: readonly string[], { parameters }: StandingStack): readonly string[] {
  return Object.entries(parameters).flatMap(([name, value]) =>
    value === masked && !plannedNames.includes(name) ? [name] : [],
  );
}

export function parameterNames({ inputs: { parameters } }: PlannedResource): readonly string[] {
  return typeof parameters === "object" && parameters !== null ? Object.keys(parameters) : [];
}

/** What CloudFormation answers for NoEcho parameters. */
const masked = "****";

function rankOf({ type }: StateResource): number {
  return ["pulumi:pulumi:Stack", "pulumi:providers:aws"].indexOf(type) + 1 || 3;
}

/** The program's Pulumi stack, its provider and its components: all that is nothing in AWS. */
function frameResource({ urn, type, parent, inputs }: PlannedResource): StateResource {
  const frame = { urn, type, ...(parent && { parent }), inputs };
  if (!type.startsWith("pulumi:providers:")) return { ...frame, custom: false };
  // The engine keeps matters of its own among a provider's inputs; among the outputs they would be an update.
  const { __internal: _, ...outputs } = inputs;
  return { ...frame, custom: true, id: randomUUID(), outputs };
}

function stackResource(
  planned: PlannedResource,
  standing: StandingStack,
  provider: string,
  role?: string,
): StateResource {
  const { stackId, templateUrl, iamRoleArn, tags } = standing;
  const inputs: Readonly<Record<string, unknown>> = {
    name: planned.inputs.name,
    templateUrl,
    ...withoutSecrets({ parameters: comparedParameters(parameterNames(planned), standing) }, secretNames(planned)),
    capabilities: standing.capabilities,
    ...(iamRoleArn && { iamRoleArn }),
    ...(Object.keys(tags).length > 0 && { tags }),
  };
  return {
    urn: planned.urn,
    type: planned.type,
    custom: true,
    id: stackId,
    parent: planned.parent,
    provider,
    // A stack that a person made is no less to be kept than one that Pulumi made.
    protect: true,
    inputs,
    outputs: { ...inputs, id: stackId },
    // Without it, a `pulumi destroy` before the first `up` would delete the role while the root stack still needs it.
    ...(role && { dependencies: [role], propertyDependencies: { iamRoleArn: [role] } }),
  };
}
