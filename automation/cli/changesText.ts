import type { ChangePreview } from "../../model/changes/changePreview.ts";
import {
  type ChangeAt,
  type ChangeCause,
  flatChanges,
  isGuess,
  isStack,
  isTagsAlone,
  type ResourceChange,
  type StackChanges,
} from "../../model/changes/changeTree.ts";
import { tagOf } from "../../model/release/version.ts";
import { labelled } from "./wrap.ts";

const columns = 80;

const signs: Readonly<Record<ResourceChange["action"], string>> = {
  add: "+",
  modify: "~",
  replace: "±",
  remove: "-",
  import: "→",
};

/**
 * What a hop changes, for a person, within 80 columns: what takes data away first, then the tree.
 * @param more Whether there are further hops after it.
 */
export function changesText(preview: ChangePreview, { more }: { readonly more: boolean }): string {
  const { from, to, stack } = preview;
  const hop = from === null ? `the first deploy of ${tagOf(to)}` : `${tagOf(from)} → ${tagOf(to)}`;
  const grave = flatChanges(stack).filter(({ change }) => isGrave(change));
  return [
    `Changes of ${from === to ? `a deploy of ${tagOf(to)} as the file has it` : hop}`,
    ...(stack.resources.length === 0
      ? ["  None: every resource stays as it is."]
      : [
          labelled("  ", countsText(preview)),
          ...(grave.length > 0 ? ["", "  Takes data away, or may", ...grave.map(graveText)] : []),
          "",
          `  ${stack.path.join(" > ")}`,
          ...treeLines(stack, "  "),
          "  + added  ~ modified  ± replaced  ? may be replaced  - removed  ! holds data",
        ]),
    ...notesText(preview, more),
  ].join("\n");
}

/** A resource that holds what no template brings back, or a nested stack, and it goes or may go. */
function isGrave(change: ResourceChange): boolean {
  const goes = change.action === "replace" || change.action === "remove" || change.mayBeReplaced;
  return goes && (change.stateful || (isStack(change) && change.action !== "modify"));
}

function countsText({ counts }: ChangePreview): string {
  const { added, modified, mayBeReplaced, replaced, removed, imported } = counts;
  return [
    `${added} added`,
    `${modified} modified${mayBeReplaced > 0 ? ` (${mayBeReplaced} may be replaced)` : ""}`,
    `${replaced} replaced`,
    `${removed} removed`,
    ...(imported > 0 ? [`${imported} imported`] : []),
  ].join(", ");
}

function graveText({ path, change }: ChangeAt): string {
  const { action, old, type, causes } = change;
  const what = action === "remove" ? "removed" : action === "replace" ? "replaced" : "may be replaced";
  const kept =
    old === "retained" ? ", the old one stays behind" : old === "snapshot" ? ", a snapshot stays behind" : "";
  const because = causesText(causes.filter(({ replaces }) => replaces !== "never"));
  const said = `${path.slice(1).join(" > ")} (${shortType(type)}) ${what}${kept}${because && `: ${because}`}`;
  return labelled("  ‼ ", said);
}

function treeLines({ resources }: StackChanges, indent: string): readonly string[] {
  const tagged = resources.filter(isTagsAlone).length;
  const shown = resources.filter((change) => !isTagsAlone(change));
  return [...shown, ...(tagged > 0 ? [tagged] : [])].flatMap((row, index, rows) => {
    const last = index === rows.length - 1;
    const start = `${indent}${last ? "└─ " : "├─ "}`;
    if (typeof row === "number") {
      const what = row === 1 ? "1 more resource gets" : `${row} more resources get`;
      return [`${start}~ ${what} other tags, and nothing else`];
    }
    const inside = row.nested && row.action !== "add" ? treeLines(row.nested, `${indent}${last ? "   " : "│  "}`) : [];
    return [fitted(`${start}${rowText(row)}`), ...inside];
  });
}

function rowText(change: ResourceChange): string {
  const { action, logicalId, type, mayBeReplaced, causes, nested } = change;
  const sign = mayBeReplaced ? "?" : signs[action];
  const name = isGrave(change) && change.stateful ? `${logicalId} !` : logicalId;
  if (isStack(change)) {
    // In a nested stack that is new everything is.
    const count = nested ? flatChanges(nested).length : 0;
    const inside = action === "add" && count > 0 ? `, ${count} resource${count === 1 ? "" : "s"} in it` : "";
    return `${sign} ${name}${action === "modify" ? "" : `  nested stack${inside}`}`;
  }
  const because = action === "modify" || action === "replace" ? causesText(causes) : "";
  return `${sign} ${name}  ${shortType(type)}${because && `  ${because}`}`;
}

function causesText(causes: readonly ChangeCause[]): string {
  return causes
    .map(({ property, from, known }) =>
      from === null ? property : `${property} (by ${from}${known ? "" : "?"})`.trim(),
    )
    .filter(Boolean)
    .join(", ");
}

function notesText(
  { from, to, roleArn, secretsAsTheyRun, secretsLeftOut, stack }: ChangePreview,
  more: boolean,
): readonly string[] {
  const guesses = flatChanges(stack).filter(({ change }) => isGuess(change.causes)).length;
  const notes = [
    ...(guesses > 0
      ? [`Of these ${guesses} may stay as they are: they hang on what another nested stack hands over (by …?).`]
      : []),
    roleArn === null
      ? "Looked at with the caller's own permissions: the deployment role is not there yet, or the stack has none."
      : `Looked at with the permissions that ${roleArn} has now; where the hop updates that role, it does so first.`,
    ...(secretsAsTheyRun.length > 0 ? [`With the secrets as they run: ${secretsAsTheyRun.join(", ")}.`] : []),
    ...(secretsLeftOut.length > 0
      ? [`Left to their defaults here, since a preview sends no secrets: ${secretsLeftOut.join(", ")}.`]
      : []),
    ...(from === null ? ["As it is once all parameters are set: it is created with the minimal ones first."] : []),
    ...(more
      ? [`Only this hop can be told exactly; with --changes an upgrade looks again before each hop after ${tagOf(to)}.`]
      : []),
  ];
  return ["", ...notes.map((note) => labelled("  ", note))];
}

function shortType(type: string): string {
  return type.replace(/^AWS::/, "");
}

function fitted(line: string): string {
  return line.length <= columns ? line : `${line.slice(0, columns - 1)}…`;
}
