import { type Element, elementAt, elementsOf, member, type TemplateTree, typeOf } from "./tree.ts";

/** The resource that a name stands for: SAM makes more of some resources, as a role for a function without one. */
export function ownerOf(tree: TemplateTree, name: string): string {
  const resources = elementAt(tree.root, "Resources")?.value;
  if (member(resources, name) || elementAt(tree.root, "Parameters", name)) return name;
  const owner = elementsOf(resources)
    .filter((resource) => isImpliedBy(resource, name))
    .sort((one, other) => String(other.key).length - String(one.key).length)[0];
  return owner?.key ?? name;
}

// Names that SAM gives, from its page on generated resources.
const ends: Readonly<Record<string, RegExp>> = {
  "AWS::Serverless::Function":
    /^(?:Role|Version\w*|Alias\w*|Url|UrlPublicPermissions|EventInvokeConfig\w*|.*Permission\w*)$/,
  "AWS::Serverless::Api": /^(?:\w*Stage|Deployment\w*)$/,
  "AWS::Serverless::HttpApi": /^(?:\w*Stage|Deployment\w*|ApiGatewayDefaultStage)$/,
  "AWS::Serverless::StateMachine": /^(?:Role|Version\w*|Alias\w*)$/,
};

function isImpliedBy({ key = "", value }: Element, name: string): boolean {
  const type = typeOf(value);
  if (!name.startsWith(key)) return false;
  const end = name.slice(key.length);
  if (ends[type]?.test(end)) return true;
  // An event's rule, queue mapping or the like is named after function and event.
  const events = elementsOf(elementAt(value, "Properties", "Events")?.value);
  return type.startsWith("AWS::Serverless::") && events.some((event) => end.startsWith(String(event.key)));
}
