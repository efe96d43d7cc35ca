import type { Parameter, Tag as SdkTag } from "@aws-sdk/client-cloudformation";
import { TemplateError, validationError } from "../errors.ts";
import { checkCapabilities } from "../template/capabilities.ts";
import { loadTemplate } from "../template/load.ts";
import { parameterValues } from "../template/parameters.ts";
import type { Scope, Tag } from "../types.ts";
import { refuseUnrecognizedTypes } from "./recognizedTypes.ts";
import type { Services } from "./services.ts";
import type { Definition, StackState } from "./state.ts";

/** The members that CreateStack, UpdateStack and CreateChangeSet share. */
export interface DefinitionInput {
  readonly TemplateBody?: string | undefined;
  readonly TemplateURL?: string | undefined;
  readonly UsePreviousTemplate?: boolean | undefined;
  readonly Parameters?: readonly Parameter[] | undefined;
  readonly Capabilities?: readonly string[] | undefined;
  readonly RoleARN?: string | undefined;
  readonly NotificationARNs?: readonly string[] | undefined;
  readonly Tags?: readonly SdkTag[] | undefined;
}

const inlineTemplateLimit = 51_200;

/** The template that a call names. @throws ApiError */
export async function templateFor(
  services: Services,
  scope: Scope,
  input: Pick<DefinitionInput, "TemplateBody" | "TemplateURL" | "UsePreviousTemplate">,
  previous?: Definition,
): Promise<Pick<Definition, "templateBody" | "templateUrl">> {
  if (input.UsePreviousTemplate && previous) {
    const { templateBody, templateUrl } = previous;
    return templateUrl === undefined ? { templateBody } : { templateBody, templateUrl };
  }
  if (input.TemplateBody !== undefined && input.TemplateURL === undefined) {
    if (Buffer.byteLength(input.TemplateBody) > inlineTemplateLimit) {
      throw validationError(
        "1 validation error detected: Value at 'templateBody' failed to satisfy constraint: " +
          `Member must have length less than or equal to ${inlineTemplateLimit}`,
      );
    }
    return { templateBody: input.TemplateBody };
  }
  if (input.TemplateURL === undefined || input.TemplateBody !== undefined) {
    throw validationError(
      input.TemplateURL === undefined
        ? "Either Template URL or Template Body must be specified."
        : "You cannot specify both TemplateURL and TemplateBody.",
    );
  }
  try {
    return { templateBody: await services.templates.fetch(input.TemplateURL, scope), templateUrl: input.TemplateURL };
  } catch (error) {
    if (error instanceof TemplateError) throw validationError(error.message);
    throw error;
  }
}

/** What a stack is asked to be by a call, all of it checked. @throws ApiError */
export async function definitionFor(
  services: Services,
  scope: Scope,
  input: DefinitionInput,
  previous?: StackState,
): Promise<Definition> {
  const source = await templateFor(services, scope, input, previous?.definition);
  const template = loadTemplate(source.templateBody);
  refuseUnrecognizedTypes(services, template, scope);
  const capabilities = input.Capabilities ?? [];
  const parameters = parameterValues(
    template,
    (input.Parameters ?? []).map(({ ParameterKey = "", ParameterValue, UsePreviousValue }) => ({
      key: ParameterKey,
      ...(ParameterValue === undefined ? {} : { value: ParameterValue }),
      ...(UsePreviousValue === undefined ? {} : { usePreviousValue: UsePreviousValue }),
    })),
    previous?.definition.parameters,
  );
  checkCapabilities(template, capabilities);
  const roleArn = input.RoleARN || previous?.definition.roleArn;
  return {
    ...source,
    parameters,
    capabilities,
    // Tags, unlike parameters, stay when an update says nothing of them; the same goes for topics and the role.
    tags: input.Tags === undefined ? (previous?.definition.tags ?? []) : input.Tags.map(tag),
    notificationArns: input.NotificationARNs ?? previous?.definition.notificationArns ?? [],
    ...(roleArn === undefined ? {} : { roleArn }),
  };
}

function tag({ Key = "", Value = "" }: SdkTag): Tag {
  return { key: Key, value: Value };
}
