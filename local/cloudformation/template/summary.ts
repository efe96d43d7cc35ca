import type { GetTemplateSummaryOutput, ValidateTemplateOutput } from "@aws-sdk/client-cloudformation";
import { requiredCapabilities } from "./capabilities.ts";
import type { Template } from "./template.ts";

/** GetTemplateSummary: of a parameter's constraints AWS answers nothing but the allowed values. */
export function templateSummary(template: Template): GetTemplateSummaryOutput {
  const { capabilities, because } = requiredCapabilities(template);
  return {
    Parameters: Object.entries(template.parameters).map(([name, parameter]) => ({
      ParameterKey: name,
      DefaultValue: parameter.noEcho && parameter.default !== undefined ? "****" : parameter.default,
      ParameterType: parameter.type,
      NoEcho: parameter.noEcho,
      Description: parameter.description,
      ParameterConstraints: parameter.allowedValues ? { AllowedValues: [...parameter.allowedValues] } : {},
    })),
    Description: template.description,
    Capabilities: [...capabilities] as GetTemplateSummaryOutput["Capabilities"],
    CapabilitiesReason: reason(because),
    ResourceTypes: [...new Set(Object.values(template.resources).map(({ type }) => type))],
    Version: template.version ?? "2010-09-09",
    Metadata: template.metadata === undefined ? undefined : JSON.stringify(template.metadata),
    DeclaredTransforms: [...template.transforms],
  };
}

/** ValidateTemplate's answer for a template that is valid. */
export function validationSummary(template: Template): ValidateTemplateOutput {
  const { capabilities, because } = requiredCapabilities(template);
  return {
    Parameters: Object.entries(template.parameters).map(([name, parameter]) => ({
      ParameterKey: name,
      DefaultValue: parameter.default,
      NoEcho: parameter.noEcho,
      Description: parameter.description,
    })),
    Description: template.description,
    Capabilities: [...capabilities] as ValidateTemplateOutput["Capabilities"],
    CapabilitiesReason: reason(because),
    DeclaredTransforms: [...template.transforms],
  };
}

function reason(types: readonly string[]): string | undefined {
  return types.length === 0 ? undefined : `The following resource(s) require capabilities: [${types.join(", ")}]`;
}
