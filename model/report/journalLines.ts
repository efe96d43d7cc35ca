import * as v from "valibot";
import { stepsInOrder } from "../step.ts";

const text = v.string();
const optionalText = v.exactOptional(v.string());
const path = v.pipe(v.array(v.string()), v.minLength(1));
const step = v.picklist(stepsInOrder);
const side = v.exactOptional(v.picklist(["backend", "web"]));

const change = v.object({ name: text, required: v.boolean(), oldDefault: optionalText, newDefault: optionalText });
const driftedValue = v.object({ name: text, wanted: optionalText, live: optionalText });
const names = v.array(text);

/** Journals of today keep no words of a finding, which may quote a value; older ones do. */
const finding = v.object({
  severity: v.picklist(["error", "warning"]),
  code: text,
  message: optionalText,
  fix: optionalText,
  releases: names,
  accepted: v.exactOptional(v.boolean()),
});

const planned = {
  hops: v.array(
    v.object({
      to: text,
      parameters: v.object({
        added: v.array(change),
        removed: v.array(change),
        defaultChanged: v.array(change),
        newlyRequired: v.array(change),
        leftOut: names,
      }),
    }),
  ),
  settings: v.object({ parameters: v.array(driftedValue), notComparable: names, tags: names }),
  findings: v.array(finding),
  manualSteps: v.array(v.object({ release: text, when: v.picklist(["before", "after"]), text, source: text })),
};
// A part that another release of this tool wrote otherwise is no reason to lose the others.
const plan = v.object({
  hops: v.fallback(planned.hops, []),
  settings: v.fallback(v.nullable(planned.settings), null),
  findings: v.fallback(planned.findings, []),
  manualSteps: v.fallback(planned.manualSteps, []),
});

/** Journals keep no words of what a check saw. */
const check = v.object({
  code: text,
  title: text,
  verdict: v.picklist(["pass", "warning", "failure", "could-not-tell"]),
  accepted: v.boolean(),
  side,
});

const removal = v.object({ name: text, kind: text, why: optionalText, canGoAfter: optionalText });

const cause = v.object({
  path,
  stackArn: text,
  stackName: text,
  logicalId: text,
  type: text,
  physicalId: text,
  status: text,
  reason: text,
  time: text,
});
const hint = v.object({ code: text, text, fix: text });
const standing = v.object({ running: v.nullable(text), stacks: v.record(text, text) });

/**
 * What a report needs of a journal's lines (automation/journal.ts). Other fields and other types may come and go: a journal
 * outlives the release that wrote it.
 */
const line = v.variant("type", [
  v.object({
    type: v.literal("run-started"),
    run: text,
    command: text,
    environment: text,
    accountId: text,
    region: text,
    caller: text,
    host: text,
    reason: optionalText,
    versions: v.exactOptional(v.record(text, text)),
  }),
  v.object({ type: v.literal("planned"), plan }),
  v.object({ type: v.literal("preflighted"), answer: v.object({ checks: v.array(check) }) }),
  v.object({
    type: v.literal("release-started"),
    from: optionalText,
    to: text,
    index: v.number(),
    count: v.number(),
  }),
  v.object({ type: v.literal("step-started"), step, side, release: text }),
  v.object({ type: v.literal("step-finished"), step, side, release: text, outcome: text }),
  v.object({
    type: v.literal("resource-event"),
    path,
    resourceType: text,
    physicalId: optionalText,
    status: text,
    reason: optionalText,
  }),
  v.object({ type: v.literal("failure-found"), cause, hint: v.exactOptional(hint) }),
  v.object({ type: v.literal("build-started"), id: text, joined: v.boolean() }),
  v.object({ type: v.literal("build-phase"), id: text, phase: text }),
  v.object({ type: v.literal("teardown-step-finished"), stack: optionalText, side, outcome: text }),
  v.object({ type: v.literal("bucket-finished"), side, result: removal }),
  v.object({ type: v.literal("log-group-finished"), side, result: removal }),
  v.object({ type: v.literal("notice"), message: text }),
  v.object({ type: v.literal("finding"), ...finding.entries }),
  v.object({ type: v.literal("recovered"), stacks: v.record(text, text) }),
  v.object({
    type: v.literal("failed"),
    code: text,
    message: text,
    fix: optionalText,
    cause: v.exactOptional(cause),
    hint: v.exactOptional(hint),
    consoleUrl: optionalText,
    standing: v.exactOptional(standing),
  }),
  v.object({
    type: v.literal("summary"),
    from: optionalText,
    to: optionalText,
    builds: v.array(v.object({ id: text, status: text })),
    result: v.picklist(["done", "failed", "refused", "interrupted"]),
  }),
]);

type KnownLine = v.InferOutput<typeof line>;

/** One line, with its time in milliseconds since 1970: the driver's clock, or AWS's in a `resource-event`. */
export type JournalLine = KnownLine & { readonly at: number };
export type LineOf<T extends KnownLine["type"]> = Extract<JournalLine, { type: T }>;
export type JournalPlan = LineOf<"planned">["plan"];

export interface Journal {
  readonly lines: readonly JournalLine[];
  /** Lines that are no JSON, of a known type but not as expected, or without a time; a kill may cut the last one short. */
  readonly unreadable: number;
}

const anyLine = v.object({
  type: text,
  time: v.pipe(
    text,
    v.check((value) => !Number.isNaN(Date.parse(value))),
  ),
});
const knownTypes: ReadonlySet<string> = new Set(line.options.map(({ entries }) => entries.type.literal));

/** Reads a journal; what this release does not know is passed over. */
export function readJournal(journal: string): Journal {
  const lines: JournalLine[] = [];
  let unreadable = 0;
  for (const raw of journal.split("\n")) {
    if (raw.trim() === "") continue;
    const parsed = parse(raw);
    const any = v.safeParse(anyLine, parsed);
    if (any.success && !knownTypes.has(any.output.type)) continue;
    const known = v.safeParse(line, parsed);
    if (any.success && known.success) lines.push({ ...known.output, at: Date.parse(any.output.time) });
    else unreadable += 1;
  }
  return { lines, unreadable };
}

function parse(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return undefined;
  }
}
