import { loadTemplate } from "../template/load.ts";
import { referencesIn } from "../template/references.ts";
import { isRecord } from "../template/template.ts";
import { canonical } from "../template/text.ts";
import { type DetailState, type ResourceChangeState, replacementIn } from "./changeSetState.ts";
import { effectFor } from "./nestedTarget.ts";
import { recreationFor } from "./replacement.ts";
import { type Definition, nestedStackType, type ResourceState, type StackState } from "./state.ts";
import { takesStackTags } from "./taggable.ts";

/** What a stack's own resources would go through to become what `definition` says; nested stacks as one resource each. */
export function changesTo(
  stack: StackState,
  kind: "CREATE" | "UPDATE",
  definition: Definition,
): readonly ResourceChangeState[] {
  const after = effectFor(stack, definition).resources;
  const types = loadTemplate(definition.templateBody).resources;
  const before = kind === "CREATE" ? {} : effectFor(stack, stack.definition).resources;
  const added = Object.keys(after)
    .filter((logicalId) => !(logicalId in before))
    .map((logicalId): ResourceChangeState => ({ action: "Add", logicalId, type: types[logicalId]?.type ?? "" }));
  if (kind === "CREATE") return added;
  const retagged = canonical(stack.definition.tags) !== canonical(definition.tags);
  const details = new Map<string, readonly DetailState[]>();
  for (const { logicalId, type } of Object.values(stack.resources)) {
    if (!(logicalId in after)) continue;
    const own = detailsOf(type, before[logicalId], after[logicalId], retagged && takesStackTags(type));
    // A nested stack is always called, so that a change set always names it.
    if (own.length > 0) details.set(logicalId, own);
    else if (type === nestedStackType) details.set(logicalId, [called]);
  }
  followReplacements(stack, after, details);
  const known = Object.values(stack.resources).flatMap((record): ResourceChangeState[] => {
    const { logicalId, type, physicalId } = record;
    const common = { logicalId, type, ...(physicalId === undefined ? {} : { physicalId }) };
    if (!(logicalId in after)) return [{ action: "Remove", ...common, policyAction: removal(record) }];
    const found = details.get(logicalId);
    if (!found) return [];
    const replaced = replacementIn(found) === "True";
    return [{ action: "Modify", ...common, details: found, ...(replaced && { policyAction: replacing(record) }) }];
  });
  return [...added, ...known];
}

// DescribeChangeSet, ResourceChangeDetail: "Automatic" is for nested stacks alone, whose template may have changed.
const called: DetailState = {
  attribute: "Properties",
  recreation: "Never",
  evaluation: "Dynamic",
  source: "Automatic",
};

function detailsOf(type: string, before: string | undefined, after: string | undefined, tags: boolean): DetailState[] {
  const details: DetailState[] = [];
  if (before !== undefined && after !== undefined && before !== after) {
    const [, old = {}, oldMetadata] = parsed(before);
    const [, next = {}, metadata] = parsed(after);
    const names = [...new Set([...Object.keys(old), ...Object.keys(next)])];
    for (const name of names.filter((property) => canonical(old[property]) !== canonical(next[property]))) {
      const recreation = recreationFor(type, name);
      details.push(direct({ attribute: name === "Tags" ? "Tags" : "Properties", name, recreation }));
    }
    if (canonical(oldMetadata) !== canonical(metadata))
      details.push(direct({ attribute: "Metadata", recreation: "Never" }));
  }
  if (tags) details.push(direct({ attribute: "Tags", recreation: "Never" }));
  return details;
}

function direct(detail: Pick<DetailState, "attribute" | "name" | "recreation">): DetailState {
  return { ...detail, evaluation: "Static", source: "DirectModification" };
}

/** Whatever refers to a resource that may be replaced may get another value: its own details say so, as guesses. */
function followReplacements(
  stack: StackState,
  after: Readonly<Record<string, string>>,
  details: Map<string, readonly DetailState[]>,
): void {
  const queue = [...details].filter(([, found]) => replacementIn(found) !== "False").map(([id]) => id);
  for (const cause of queue) {
    for (const { logicalId, type } of Object.values(stack.resources)) {
      const [, properties = {}] = parsed(after[logicalId] ?? "[]");
      const own = details.get(logicalId) ?? [];
      const before = replacementIn(own);
      const fresh = Object.entries(properties)
        .filter(([name, value]) => referencesIn(value).has(cause) && !own.some((detail) => detail.name === name))
        .map(
          ([name]): DetailState => ({
            attribute: "Properties",
            name,
            recreation: recreationFor(type, name),
            evaluation: "Dynamic",
            source: "ResourceReference",
            cause,
          }),
        );
      if (logicalId === cause || fresh.length === 0) continue;
      const next = [...own.filter(({ source }) => source !== "Automatic"), ...fresh];
      details.set(logicalId, next);
      if (before === "False" && replacementIn(next) !== "False") queue.push(logicalId);
    }
  }
}

type Parsed = readonly [string?, Readonly<Record<string, unknown>>?, unknown?];

function parsed(effect: string): Parsed {
  const value = JSON.parse(effect) as unknown;
  return Array.isArray(value) && (value[1] === undefined || isRecord(value[1])) ? (value as unknown as Parsed) : [];
}

function removal({ deletionPolicy }: ResourceState): "Delete" | "Retain" | "Snapshot" {
  if (deletionPolicy === "Retain" || deletionPolicy === "RetainExceptOnCreate") return "Retain";
  return deletionPolicy === "Snapshot" ? "Snapshot" : "Delete";
}

function replacing({ updateReplacePolicy }: ResourceState) {
  if (updateReplacePolicy === "Retain") return "ReplaceAndRetain";
  return updateReplacePolicy === "Snapshot" ? "ReplaceAndSnapshot" : "ReplaceAndDelete";
}
