import type {
  DescribeStackEventsOutput,
  DescribeStackResourceOutput,
  DescribeStackResourcesOutput,
  DescribeStacksOutput,
  GetTemplateOutput,
  ListExportsOutput,
  ListImportsOutput,
  ListStackResourcesOutput,
  ListStacksOutput,
} from "@aws-sdk/client-cloudformation";
import { validationError } from "../errors.ts";
import { loadTemplate } from "../template/load.ts";
import type { Scope } from "../types.ts";
import { importersOf } from "./outputs.ts";
import { newestFirst, page } from "./pages.ts";
import type { Services } from "./services.ts";
import type { StackState } from "./state.ts";
import { eventView, resourceDetail, resourceSummary, resourceView, stackSummary, stackView } from "./views.ts";

/** A stack by name or ARN. The messages differ from call to call on AWS, hence `message`. */
export function stackFor(
  services: Services,
  scope: Scope,
  nameOrId: string | undefined,
  message: (name: string) => string = (name) => `Stack with id ${name} does not exist`,
): StackState {
  const stack = nameOrId === undefined ? undefined : services.stacks.find(scope, nameOrId);
  if (!stack) throw validationError(message(nameOrId ?? ""));
  return stack;
}

export function bracketed(name: string): string {
  return `Stack [${name}] does not exist`;
}

export function describeStacks(services: Services, scope: Scope, name?: string, token?: string): DescribeStacksOutput {
  if (name !== undefined) return { Stacks: [stackView(services, stackFor(services, scope, name))] };
  const living = services.stacks.in(scope).filter(({ status }) => status !== "DELETE_COMPLETE");
  const { items, nextToken } = page(living, token);
  return { Stacks: items.map((stack) => stackView(services, stack)), NextToken: nextToken };
}

export function listStacks(
  services: Services,
  scope: Scope,
  statuses: readonly string[] | undefined,
  token?: string,
): ListStacksOutput {
  const wanted = services.stacks.in(scope).filter(({ status }) => !statuses?.length || statuses.includes(status));
  const { items, nextToken } = page(wanted, token);
  return { StackSummaries: items.map(stackSummary), NextToken: nextToken };
}

export function describeStackEvents(
  services: Services,
  scope: Scope,
  name: string | undefined,
  token?: string,
): DescribeStackEventsOutput {
  const stack = stackFor(services, scope, name, bracketed);
  const { items, nextToken } = newestFirst(stack.events, token);
  return { StackEvents: items.map((event) => eventView(stack, event)), NextToken: nextToken };
}

export function describeStackResource(
  services: Services,
  scope: Scope,
  name: string | undefined,
  logicalId: string | undefined,
): DescribeStackResourceOutput {
  const stack = stackFor(services, scope, name, (missing) => `Stack '${missing}' does not exist`);
  const record = stack.resources[logicalId ?? ""];
  if (!record) throw validationError(`Resource ${logicalId} does not exist for stack ${stack.name}`);
  return { StackResourceDetail: resourceDetail(stack, record) };
}

export function describeStackResources(
  services: Services,
  scope: Scope,
  input: {
    readonly StackName?: string | undefined;
    readonly LogicalResourceId?: string | undefined;
    readonly PhysicalResourceId?: string | undefined;
  },
): DescribeStackResourcesOutput {
  const physicalId = input.PhysicalResourceId;
  const stack =
    physicalId === undefined
      ? stackFor(services, scope, input.StackName, (name) => `Stack with id ${name} does not exist`)
      : services.stacks
          .in(scope)
          .find(({ resources }) => Object.values(resources).some((record) => record.physicalId === physicalId));
  if (!stack) throw validationError(`Stack for ${physicalId} does not exist`);
  const records = Object.values(stack.resources).filter(
    ({ logicalId }) => input.LogicalResourceId === undefined || logicalId === input.LogicalResourceId,
  );
  return { StackResources: records.map((record) => resourceView(stack, record)) };
}

export function listStackResources(
  services: Services,
  scope: Scope,
  name: string | undefined,
  token?: string,
): ListStackResourcesOutput {
  const { items, nextToken } = page(Object.values(stackFor(services, scope, name).resources), token);
  return { StackResourceSummaries: items.map(resourceSummary), NextToken: nextToken };
}

export function getTemplate(
  services: Services,
  scope: Scope,
  name: string | undefined,
  stage?: string,
): GetTemplateOutput {
  const { templateBody } = stackFor(services, scope, name).definition;
  const template = loadTemplate(templateBody);
  const processed = stage === "Processed" && template.transforms.length > 0;
  return {
    TemplateBody: processed ? JSON.stringify(template.document) : templateBody,
    StagesAvailable: ["Original", "Processed"],
  };
}

export function listExports(services: Services, scope: Scope, token?: string): ListExportsOutput {
  const all = services.stacks
    .in(scope)
    .filter(({ status }) => status !== "DELETE_COMPLETE")
    .flatMap((stack) =>
      stack.outputs.flatMap(({ exportName, value }) =>
        exportName === undefined ? [] : [{ ExportingStackId: stack.id, Name: exportName, Value: value }],
      ),
    );
  const { items, nextToken } = page(all, token);
  return { Exports: [...items], NextToken: nextToken };
}

export function listImports(services: Services, scope: Scope, name: string | undefined): ListImportsOutput {
  const exporter = services.stacks
    .in(scope)
    .find(({ outputs }) => outputs.some(({ exportName }) => exportName === name));
  const users = exporter && name !== undefined ? importersOf(services, exporter, name) : [];
  if (users.length === 0) throw validationError(`Export '${name}' is not imported by any stack.`);
  return { Imports: [...users] };
}
