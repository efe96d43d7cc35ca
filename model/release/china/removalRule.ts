import { type Collection, type Element, intrinsicOf, member, type TreeNode, textAt, textOf, typeOf } from "./tree.ts";
import { attachedTypes, isType } from "./unsupported.ts";

/** What becomes of an element whose value can't stay. */
export type RemovalRule =
  | { readonly kind: "cut" }
  /** It takes what it stands in with it. */
  | { readonly kind: "up"; readonly element: Element }
  /** A choice between two values, of which the other may still be there. */
  | { readonly kind: "choice"; readonly other: TreeNode; readonly choice: Element }
  /** Nothing is left of the template. */
  | { readonly kind: "emptied" }
  | { readonly kind: "stop"; readonly message: string };

const cut: RemovalRule = { kind: "cut" };
const stop = (message: string): RemovalRule => ({ kind: "stop", message });
/** Only sections stand in nothing, and those never get here. */
const up = (element: Element | undefined): RemovalRule => ({ kind: "up", element: element as Element });

/** Whether a part of a template can be cut out, or what else has to go with it. */
export function removalRule(element: Element): RemovalRule {
  const { owner } = element;
  if (isIntrinsic(owner)) return up(owner.at);
  if (isArgument(owner)) return ofArgument(element, owner);
  const depth = depthOf(element);
  if (depth === 0) return element.key === "Resources" ? { kind: "emptied" } : cut;
  const section = sectionOf(element);
  if (section === "Metadata") return ofMetadata(element);
  if (depth === 1) return cut;
  if (section === "Conditions" || section === "Rules") return up(owner.at);
  if (section === "Globals") return ofGlobals(element, depth);
  if (section === "Outputs") return depth === 2 && element.key === "Condition" ? ofCondition : up(owner.at);
  return ofResource(element, depth);
}

const ofCondition = stop("Whether it exists is decided by a condition that would go.");

function isIntrinsic(owner: Collection): boolean {
  return owner.short || intrinsicOf(owner) !== undefined;
}

/** The list of an intrinsic's arguments, or Fn::Sub's own variables. */
function isArgument(owner: Collection): boolean {
  const outer = owner.at?.owner;
  if (!outer) return false;
  if (isIntrinsic(outer)) return true;
  return owner.kind === "map" && outer.at?.key === "Fn::Sub" && isArgument(outer);
}

function ofArgument(element: Element, owner: Collection): RemovalRule {
  const choice = owner.at?.owner.at;
  if (owner.at?.key !== "Fn::If" || !choice) return up(owner.at);
  if (element.index === 0) return stop("Which of two values it takes is decided by a condition that would go.");
  const other = owner.elements[3 - element.index]?.value;
  return other ? { kind: "choice", other, choice } : up(choice);
}

/** Whether a value is none: the alternative of something that only sometimes is there. */
export function isNothing(node: TreeNode): boolean {
  if (node.kind === "scalar") return !textOf(node);
  const intrinsic = intrinsicOf(node);
  return intrinsic?.name === "Ref" && textOf(intrinsic.argument) === "AWS::NoValue";
}

/** How the console groups parameters: names in lists, and labels. */
function ofMetadata(element: Element): RemovalRule {
  return element.owner.kind === "map" && element.key === "Parameters" ? up(element.owner.at) : cut;
}

/** What SAM gives every function. */
function ofGlobals(element: Element, depth: number): RemovalRule {
  if (isPart(element, slotOf(element.owner))) return cut;
  return depth > 2
    ? up(element.owner.at)
    : stop("Every function has it, and whether that can be lost nobody can tell.");
}

function ofResource(element: Element, depth: number): RemovalRule {
  if (depth === 2) {
    if (element.key === "DependsOn" || element.key === "Properties") return cut;
    return element.key === "Condition" ? ofCondition : ofProperty(element);
  }
  const slot = slotOf(element.owner);
  if (slot?.key === "DependsOn") return cut;
  const statement = statementOf(element);
  if (statement) return ofStatement(element, statement, slot);
  // A policy without statements is none; the document is one property, or a part of an entry of Policies.
  if (element.key === "Statement" || (element.key === "PolicyDocument" && depth > 3)) return up(element.owner.at);
  if (isPart(element, slot)) return cut;
  return depth === 3 ? ofProperty(element) : up(element.owner.at);
}

/** The nearest statement of a policy that an element is inside of. */
function statementOf(element: Element): Collection | undefined {
  for (let at: Element | undefined = element; at; at = at.owner.at) if (member(at.owner, "Effect")) return at.owner;
  return undefined;
}

function ofStatement(element: Element, statement: Collection, slot: Element | undefined): RemovalRule {
  let top = element;
  while (top.owner !== statement) top = top.owner.at as Element;
  const key = String(top.key);
  if (key === "Condition" && textAt(statement, "Effect") === "Deny") {
    return stop("It limits what a policy denies: without it more would be denied, without the statement less.");
  }
  if (key === "Condition") return up(statement.at);
  if (top === element)
    return key.startsWith("Not") ? stop("Without it the statement means something else.") : up(statement.at);
  const isItem = element.owner.kind === "list" && slot !== undefined;
  const isPrincipal = element.owner === top.value && key.endsWith("Principal");
  return isItem || isPrincipal ? cut : up(element.owner.at);
}

// Lists and mappings of things that don't know of each other, all of them optional.
const separable = new Set([
  "AlarmActions",
  "EnvironmentVariables",
  "InsufficientDataActions",
  "Layers",
  "ManagedPolicyArns",
  "NotificationARNs",
  "OKActions",
  "Policies",
  "Secrets",
  "Statement",
  "Tags",
  "Variables",
]);

// Lists of what something is attached to: it stays with those that are left, and goes with the last.
const attachments = new Set(["Groups", "Queues", "Roles", "Targets", "Topics", "Users"]);

function isPart(element: Element, slot: Element | undefined): boolean {
  if (attachments.has(slot?.key ?? "") && element.owner.kind === "list") return true;
  const type = typeOf(resourceOf(element)?.value);
  const isStack = type === "AWS::CloudFormation::Stack" || type === "AWS::CloudFormation::StackSet";
  const isFunction = type === "AWS::Serverless::Function";
  const hasParts = (key: string | undefined): boolean =>
    key !== undefined &&
    (separable.has(key) ||
      (key === "Parameters" && (isStack || type === "AWS::Serverless::Application")) ||
      (key === "Events" && isFunction));
  if (hasParts(slot?.key) || hasParts(element.key)) return true;
  // A container's variables are a list, a function's a mapping in a mapping; a build's environment has other parts.
  if (slot?.key === "Environment") return element.owner.kind === "list";
  return element.key === "Environment" && type !== "AWS::CodeBuild::Project";
}

function ofProperty(element: Element): RemovalRule {
  const type = typeOf(resourceOf(element)?.value);
  const goesAlong = attachedTypes.some((pattern) => isType(type, pattern));
  const isTrust = element.key === "AssumeRolePolicyDocument";
  const resource = resourceOf(element);
  if (goesAlong || isTrust) return up(resource);
  return stop(`${type} ${resource?.key} needs it, and whether that can be lost nobody can tell.`);
}

/** The pair whose value a collection is; through the branches of Fn::If. */
function slotOf(owner: Collection): Element | undefined {
  let at = owner.at;
  while (at && isArgument(at.owner) && at.owner.at?.key === "Fn::If") at = at.owner.at.owner.at;
  return at;
}

function depthOf(element: Element): number {
  let depth = 0;
  for (let at = element.owner.at; at; at = at.owner.at) depth++;
  return depth;
}

function pathOf(element: Element): readonly Element[] {
  const path = [element];
  for (let at = element.owner.at; at; at = at.owner.at) path.unshift(at);
  return path;
}

function sectionOf(element: Element): string | undefined {
  return pathOf(element)[0]?.key;
}

function resourceOf(element: Element): Element | undefined {
  return pathOf(element)[1];
}
