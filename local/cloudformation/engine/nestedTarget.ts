import { validationError } from "../errors.ts";
import { checkCapabilities } from "../template/capabilities.ts";
import { type Effect, effectOf, sameEffect } from "../template/effect.ts";
import { loadTemplate } from "../template/load.ts";
import { parameterValues } from "../template/parameters.ts";
import { isRecord } from "../template/template.ts";
import { canonical, toText } from "../template/text.ts";
import type { Tag } from "../types.ts";
import { identityOf } from "./lookups.ts";
import { refuseUnrecognizedTypes } from "./recognizedTypes.ts";
import type { Services } from "./services.ts";
import { type Definition, nestedStackType, type StackState } from "./state.ts";

/**
 * What a nested stack is asked to be, from its resolved properties and its parent.
 * @throws ApiError or TemplateError: their message becomes the reason in the parent, and the child is not called.
 */
export async function nestedTarget(
  services: Services,
  parent: StackState,
  properties: Readonly<Record<string, unknown>>,
): Promise<Definition> {
  const url = toText(properties.TemplateURL ?? "");
  if (url === "") throw validationError("Either Template URL or Template Body must be specified.");
  const templateBody = await services.templates.fetch(url, parent.scope);
  const template = loadTemplate(templateBody);
  refuseUnrecognizedTypes(services, template, parent.scope);
  const given = isRecord(properties.Parameters) ? properties.Parameters : {};
  for (const [key, value] of Object.entries(given)) {
    if (typeof value === "object") {
      throw validationError(
        `Value of property Parameters must be an object with String (or simple type) properties [${key}]`,
      );
    }
  }
  // The parent's capabilities are passed down, and each template is asked when its own stack is created.
  checkCapabilities(template, parent.definition.capabilities);
  return {
    templateBody,
    templateUrl: url,
    parameters: parameterValues(
      template,
      Object.entries(given).map(([key, value]) => ({ key, value: toText(value) })),
    ),
    tags: mergedTags(parent.definition.tags, properties.Tags),
    capabilities: parent.definition.capabilities,
    notificationArns: Array.isArray(properties.NotificationARNs)
      ? properties.NotificationARNs.map(toText)
      : parent.definition.notificationArns,
    ...(parent.definition.roleArn === undefined ? {} : { roleArn: parent.definition.roleArn }),
  };
}

/** The parent's tags, overlaid with those of the nested stack's own Tags property. */
export function mergedTags(inherited: readonly Tag[], own: unknown): readonly Tag[] {
  const tags = new Map(inherited.map(({ key, value }) => [key, value]));
  for (const tag of Array.isArray(own) ? own : []) {
    if (isRecord(tag)) tags.set(toText(tag.Key), toText(tag.Value));
  }
  return [...tags].map(([key, value]) => ({ key, value }));
}

export function effectFor(stack: StackState, definition: Definition): Effect {
  const identity = { ...identityOf(stack), notificationArns: definition.notificationArns };
  return effectOf(loadTemplate(definition.templateBody), definition.parameters, identity);
}

/** Whether a stack would have anything to do to become what `target` says, nested templates at unchanged URLs included. */
export async function differs(services: Services, stack: StackState, target: Definition): Promise<boolean> {
  const now = stack.definition;
  if (
    canonical(now.tags) !== canonical(target.tags) ||
    canonical(now.notificationArns) !== canonical(target.notificationArns) ||
    !sameEffect(effectFor(stack, now), effectFor(stack, target))
  ) {
    return true;
  }
  for (const record of Object.values(stack.resources)) {
    const child = record.type === nestedStackType ? services.stacks.living(record.physicalId) : undefined;
    if (child && (await differs(services, child, await nestedTarget(services, stack, record.properties)))) return true;
  }
  return false;
}
