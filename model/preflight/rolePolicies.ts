import { type Known, resolve } from "../release/parameters/nested/expression.ts";
import { isRecord, section, type Template } from "../release/template.ts";
import { type ReleasePlace, releaseResources, resolved } from "./releaseResources.ts";

/** The policies that a template gives the roles in it. */
export interface TemplatePolicies {
  /** JSON documents. */
  readonly documents: readonly string[];
  /** ARNs of policies that are attached and that the template does not hold. */
  readonly attached: readonly string[];
}

/** Reads the policies of the deployment role's template, inline and managed ones. */
export function policiesOfTemplate(
  template: Template,
  values: Readonly<Record<string, string>>,
  place: ReleasePlace,
): TemplatePolicies {
  const resources = releaseResources(template, {}, values, place);
  const documents = resources.flatMap(({ type, properties, known }) => {
    if (type === "AWS::IAM::ManagedPolicy" || type === "AWS::IAM::Policy")
      return [documentOf(properties.PolicyDocument, known)];
    const inline = type === "AWS::IAM::Role" && Array.isArray(properties.Policies) ? properties.Policies : [];
    return inline.flatMap((policy) => (isRecord(policy) ? documentOf(policy.PolicyDocument, known) : []));
  });
  const attached = resources.flatMap(({ type, properties, known }) => {
    const arns = type === "AWS::IAM::Role" ? section({ properties }, "properties").ManagedPolicyArns : undefined;
    return (Array.isArray(arns) ? arns : []).flatMap((arn) => resolve(arn, known)?.text ?? []);
  });
  return { documents, attached };
}

function documentOf(document: unknown, known: Known): string {
  return JSON.stringify(resolved(document, known));
}
