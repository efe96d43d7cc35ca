import { foreignArnIn } from "./partitions.ts";
import { staticText } from "./staticText.ts";
import type { ReleaseTemplate } from "./template.ts";
import {
  ancestors,
  type Element,
  elementAt,
  elementsOf,
  member,
  nodesIn,
  type TreeNode,
  textAt,
  typeOf,
} from "./tree.ts";
import {
  isType,
  type UnsupportedType,
  unsupportedApplication,
  unsupportedEvents,
  unsupportedServices,
  unsupportedStacks,
  unsupportedTypes,
} from "./unsupported.ts";

/** A part of a template that AWS China doesn't have. */
export interface UnsupportedPart {
  readonly element: Element;
  readonly why: string;
}

/** What of a template can't be deployed in AWS China by itself, whatever hangs on it. */
export function unsupportedParts(template: ReleaseTemplate): readonly UnsupportedPart[] {
  return elementsOf(elementAt(template.tree.root, "Resources")?.value).flatMap((resource) => {
    const whole = unsupportedResource(template, resource);
    return whole.length > 0 ? whole : partsOf(template, resource);
  });
}

function unsupportedResource(template: ReleaseTemplate, resource: Element): readonly UnsupportedPart[] {
  const type = typeOf(resource.value);
  const found = unsupportedTypes.find((known) => isType(type, known.type)) ?? applicationOf(type, resource);
  if (found) {
    const why = `${type}: ${found.why}`;
    return [{ element: resource, why }, ...waitingFor(template, resource, found, why)];
  }
  const tags = elementsOf(elementAt(resource.value, "Properties", "Tags")?.value);
  const isTagged = (tag: string) =>
    tags.some(({ value }) => textAt(value, "Key") === "Stack" && textAt(value, "Value") === tag);
  const stack = type === "AWS::CloudFormation::Stack" ? unsupportedStacks.find(({ tag }) => isTagged(tag)) : undefined;
  return stack ? [{ element: resource, why: `stack ${stack.tag}: ${stack.why}` }] : [];
}

function applicationOf(type: string, resource: Element): UnsupportedType | undefined {
  const isPublic = elementAt(resource.value, "Properties", "Location", "ApplicationId") !== undefined;
  return type === unsupportedApplication.type && isPublic ? unsupportedApplication : undefined;
}

function waitingFor(
  template: ReleaseTemplate,
  resource: Element,
  { takesWaiting = [] }: UnsupportedType,
  why: string,
): readonly UnsupportedPart[] {
  const waiting = template.uses.filter(({ kind, name }) => kind === "order" && name === resource.key);
  return waiting.flatMap(({ node }) => {
    const element = Array.from(ancestors(node)).at(-2);
    return element && takesWaiting.includes(typeOf(element.value)) ? [{ element, why }] : [];
  });
}

function partsOf(template: ReleaseTemplate, resource: Element): readonly UnsupportedPart[] {
  const type = typeOf(resource.value);
  const isPermission = type === "AWS::Lambda::Permission";
  const events = type === "AWS::Serverless::Function" ? elementAt(resource.value, "Properties", "Events") : undefined;
  const nodes = nodesIn(resource.value);
  const callers = nodes.flatMap((node) => nodesIn(member(node, "Principal")?.value));
  const refused = [
    ...callers.map((node) => ({ node, why: unsupportedService(template, node) })),
    ...nodes.map((node) => ({ node, why: foreignArnIn(node, type) })),
  ];
  return [
    ...elementsOf(events?.value).flatMap((event) => unsupportedEvent(event)),
    ...refused.flatMap(({ node, why }) => {
      // What may call a function has no other part than the caller.
      const element = isPermission ? resource : node.at;
      return why === undefined || !element ? [] : [{ element, why }];
    }),
  ];
}

function unsupportedEvent(event: Element): readonly UnsupportedPart[] {
  const type = textAt(event.value, "Type");
  const found = unsupportedEvents.find((known) => known.type === type);
  return found ? [{ element: event, why: `event ${type}: ${found.why}` }] : [];
}

function unsupportedService({ tree }: ReleaseTemplate, node: TreeNode): string | undefined {
  const text = staticText(node, { tree, region: undefined });
  const service = text === undefined ? undefined : unsupportedServices.find(({ host }) => host.test(text));
  return service && `${text}: ${service.why}`;
}
