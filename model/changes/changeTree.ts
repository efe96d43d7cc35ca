import { type DescribedChange, type DescribedDetail, type DescribedStack, nestedStackType } from "./describedStack.ts";
import { heldBy } from "./statefulTypes.ts";

/** What would happen to the resources of one stack. */
export interface StackChanges {
  /** The root stack's name, then logical IDs. */
  readonly path: readonly string[];
  /** Only what changes, by logical ID. */
  readonly resources: readonly ResourceChange[];
}

/** What would happen to one resource, or to a nested stack. */
export interface ResourceChange {
  readonly logicalId: string;
  /** CloudFormation's, for example AWS::DynamoDB::Table. */
  readonly type: string;
  /** Name, ID or ARN; null where nothing was made yet. */
  readonly physicalId: string | null;
  readonly action: "add" | "modify" | "replace" | "remove" | "import";
  /** CloudFormation can't tell beforehand whether it has to replace it. */
  readonly mayBeReplaced: boolean;
  /** What becomes of what stands: null where it stays. */
  readonly old: "deleted" | "retained" | "snapshot" | null;
  /** It holds what no template can bring back: items, objects, users, keys, messages. */
  readonly stateful: boolean;
  readonly causes: readonly ChangeCause[];
  /** What changes inside a nested stack; null of anything else, and where CloudFormation does not tell. */
  readonly nested: StackChanges | null;
}

/** Why a resource changes. Values are never asked for: one may be a secret. */
export interface ChangeCause {
  /** Name of the property, or of the attribute: Tags, Metadata, …; blank where CloudFormation names none. */
  readonly property: string;
  /** Parameter, resource, or a resource's attribute that it comes from; null where the template itself is another. */
  readonly from: string | null;
  /** Whether that makes CloudFormation put another resource in its place. */
  readonly replaces: "always" | "conditionally" | "never";
  /**
   * False: it comes from what another nested stack hands over. CloudFormation takes that for changed, since it knows the
   * value only once that stack is done; it may well stay the same.
   */
  readonly known: boolean;
}

/** What change sets say, as a tree of what changes: nested stacks in which nothing does are left out. */
export function changeTree(stack: DescribedStack, path: readonly string[]): StackChanges {
  const resources = stack.changes
    .map((change) => resourceChange(change, stack, path))
    .filter((change) => !isNothing(change))
    .sort((one, other) => (one.logicalId < other.logicalId ? -1 : 1));
  return { path, resources };
}

/** All changes of a tree with their paths, a nested stack before what is in it. */
export function flatChanges({ path, resources }: StackChanges): readonly ChangeAt[] {
  return resources.flatMap((change) => [
    { path: [...path, change.logicalId], change },
    ...(change.nested ? flatChanges(change.nested) : []),
  ]);
}

export interface ChangeAt {
  /** The root stack's name, then logical IDs down to the resource. */
  readonly path: readonly string[];
  readonly change: ResourceChange;
}

export function isStack({ type }: Pick<ResourceChange, "type">): boolean {
  return type === nestedStackType;
}

/** A new tag on a stack is one on each of its resources: many changes, and none that matters. */
export function isTagsAlone({ action, mayBeReplaced, causes, nested }: ResourceChange): boolean {
  const own = action === "modify" && !mayBeReplaced && !nested;
  return own && causes.length > 0 && causes.every(({ property }) => property === "Tags");
}

function resourceChange(change: DescribedChange, stack: DescribedStack, path: readonly string[]): ResourceChange {
  const { LogicalResourceId: logicalId = "", ResourceType: type = "", PhysicalResourceId, Replacement } = change;
  const causes = causesOf(change.Details ?? [], stack.unknownParameters);
  // Taken for granted by CloudFormation, and yet a guess.
  const guessed = actionOf(change) === "replace" && isGuess(causes.filter(({ replaces }) => replaces === "always"));
  const action = guessed ? "modify" : actionOf(change);
  const inside = stack.nested.get(logicalId);
  return {
    logicalId,
    type,
    physicalId: PhysicalResourceId || null,
    action,
    // "Dynamic": what it will be is known only once it is executed.
    mayBeReplaced: action === "modify" && (guessed || Replacement === "Conditional" || change.Action === "Dynamic"),
    old: oldOf(action, change),
    stateful: heldBy(type) !== undefined,
    causes,
    nested: inside ? changeTree(inside, [...path, logicalId]) : null,
  };
}

function actionOf({ Action, Replacement }: DescribedChange): ResourceChange["action"] {
  if (Action === "Add") return "add";
  if (Action === "Remove") return "remove";
  if (Action === "Import") return "import";
  return Replacement === "True" ? "replace" : "modify";
}

function oldOf(action: ResourceChange["action"], { PolicyAction = "" }: DescribedChange): ResourceChange["old"] {
  if (PolicyAction.endsWith("Retain")) return "retained";
  if (PolicyAction.endsWith("Snapshot")) return "snapshot";
  return action === "replace" || action === "remove" ? "deleted" : null;
}

/** Whether causes are nothing but values that are not known yet. */
export function isGuess(causes: readonly ChangeCause[]): boolean {
  return causes.length > 0 && causes.every(({ known }) => !known);
}

function causesOf(details: readonly DescribedDetail[], unknown: ReadonlySet<string>): readonly ChangeCause[] {
  const causes = details
    .filter(({ ChangeSource }) => ChangeSource !== "Automatic" && ChangeSource !== "NoModification")
    .map((detail) => causeOf(detail, unknown));
  // CloudFormation tells of a property that a parameter changes twice: that the parameter does, and that it is changed.
  const told = causes.filter(({ from, property }) => {
    return from !== null || !causes.some((other) => other.from !== null && other.property === property);
  });
  return told.filter((cause, index) => told.findIndex((other) => same(cause, other)) === index);
}

function same(one: ChangeCause, other: ChangeCause): boolean {
  return one.property === other.property && one.from === other.from;
}

function causeOf({ Target, CausingEntity }: DescribedDetail, unknown: ReadonlySet<string>): ChangeCause {
  const { Attribute = "", Name, RequiresRecreation } = Target ?? {};
  const replaces = RequiresRecreation === "Always" ? "always" : undefined;
  return {
    property: Name ?? (Attribute === "Properties" ? "" : Attribute),
    from: CausingEntity ?? null,
    replaces: replaces ?? (RequiresRecreation === "Conditionally" ? "conditionally" : "never"),
    known: CausingEntity === undefined || !unknown.has(CausingEntity),
  };
}

/** A change set names each nested stack, since its template might be another. */
function isNothing({ action, nested, ...change }: ResourceChange): boolean {
  return action === "modify" && isStack(change) && nested !== null && nested.resources.length === 0;
}
