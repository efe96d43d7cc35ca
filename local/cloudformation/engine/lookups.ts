import { activeResources, type ResourceView, resolveContext } from "../template/context.ts";
import type { ResolveContext } from "../template/intrinsics.ts";
import { loadTemplate } from "../template/load.ts";
import type { StackIdentity } from "../template/pseudoParameters.ts";
import { isRecord, type Template } from "../template/template.ts";
import { toText } from "../template/text.ts";
import type { Services } from "./services.ts";
import { isGone, nestedStackType, type ResourceState, type StackState } from "./state.ts";

export interface StackTemplate {
  readonly template: Template;
  readonly context: ResolveContext;
  /** The same with NoEcho parameters masked, or the same object when there are none. */
  readonly shown: ResolveContext;
  readonly active: readonly string[];
}

/** A stack's template, ready to resolve values against what stands so far. */
export function templateOf(services: Services, stack: StackState): StackTemplate {
  const template = loadTemplate(stack.definition.templateBody);
  const view = resourceView(services, stack);
  const values = stack.definition.parameters;
  const context = resolveContext(template, values, identityOf(stack), view);
  const secret = Object.values(template.parameters).some(({ noEcho }) => noEcho);
  const shown = secret ? resolveContext(template, values, identityOf(stack), view, { masked: true }) : context;
  return { template, context, shown, active: activeResources(template, context) };
}

export function identityOf(stack: StackState): StackIdentity {
  const { scope, name, id, definition } = stack;
  return { scope, stackName: name, stackId: id, notificationArns: definition.notificationArns };
}

export function rootOf(services: Services, stack: StackState): StackState {
  return (stack.rootId && services.stacks.byArn(stack.rootId)) || stack;
}

function resourceView(services: Services, stack: StackState): ResourceView {
  return {
    ref: (logicalId) => standing(stack, logicalId).physicalId ?? logicalId,
    attribute: (logicalId, name) => attributeOf(services, stack, standing(stack, logicalId), name),
    importValue(name) {
      if (!stack.imports.includes(name)) stack.imports = [...stack.imports, name];
      for (const exporter of services.stacks.in(stack.scope)) {
        const output =
          exporter.status === "DELETE_COMPLETE"
            ? undefined
            : exporter.outputs.find(({ exportName }) => exportName === name);
        if (output) return output.value;
      }
      throw new Error(`No export named ${name} found.`);
    },
  };
}

function standing(stack: StackState, logicalId: string): ResourceState {
  const record = stack.resources[logicalId];
  if (!record || isGone(record)) {
    throw new Error(
      `Template format error: Unresolved resource dependencies [${logicalId}] in the Resources block of the template`,
    );
  }
  return record;
}

function attributeOf(services: Services, stack: StackState, record: ResourceState, name: string): unknown {
  if (record.type === nestedStackType) return nestedOutput(services, record, name);
  // Applications from the serverless repository are inert here: whatever is asked of one gets a text that says so.
  if (record.type === "AWS::Serverless::Application") return `${record.logicalId}.${name}`;
  const found = attributeAt(record.attributes, name);
  if (found !== undefined) return found;
  if (record.type.startsWith("Custom::") || record.type === "AWS::CloudFormation::CustomResource") {
    const bucket = `cloudformation-custom-resource-storage-${stack.scope.region.replaceAll("-", "")}`;
    throw new Error(
      `CustomResource attribute error: Vendor response doesn't contain ${name} attribute in object ` +
        `${stack.id}|${record.logicalId}|${record.physicalId} in S3 bucket ${bucket}`,
    );
  }
  throw new Error(`Requested attribute ${name} does not exist in schema for ${record.type}`);
}

// Attributes may have dots in their names ("Endpoint.Address") or be nested objects.
function attributeAt(attributes: Readonly<Record<string, unknown>>, name: string): unknown {
  if (name in attributes) return attributes[name];
  return name.split(".").reduce<unknown>((value, part) => (isRecord(value) ? value[part] : undefined), attributes);
}

function nestedOutput(services: Services, record: ResourceState, name: string): string {
  const child = record.physicalId === undefined ? undefined : services.stacks.byArn(record.physicalId);
  const key = name.replace(/^Outputs\./, "");
  const output = name.startsWith("Outputs.") ? child?.outputs.find((candidate) => candidate.key === key) : undefined;
  if (!output) throw new Error(`Output '${toText(key)}' not found in stack '${record.physicalId ?? record.logicalId}'`);
  return output.value;
}
