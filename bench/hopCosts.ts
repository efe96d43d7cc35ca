import type { RecordedCall } from "./recordCalls.ts";
import type { Span } from "./watchDriver.ts";

/** Where the time of one hop went, in seconds, and what the driver asked AWS. */
export interface HopCost {
  readonly release: string;
  readonly wallSeconds: number;
  /** While a Pulumi process of the driver was alive. */
  readonly pulumiSeconds: number;
  /** While the driver did neither wait for Pulumi nor for an answer of AWS. */
  readonly ownSeconds: number;
  /** The driver's own calls by service and operation; the plugin's are not among them. */
  readonly calls: Readonly<Record<string, number>>;
}

/**
 * How often a hop may call what, apart from looks at what is under way. Those are two calls, every two seconds, for as long
 * as AWS takes: DescribeStacks and DescribeStackResources of a stack, BatchGetBuilds and GetLogEvents of a build.
 */
export const callBounds: Readonly<Record<string, number>> = {
  "cloudformation DescribeStacks": 10,
  "cloudformation DescribeStackEvents": 4,
  "cloudformation DescribeStackResources": 3,
  "cloudformation GetTemplate": 2,
  "codebuild BatchGetBuilds": 3,
  "codebuild BatchGetProjects": 1,
  "codebuild ListBuildsForProject": 1,
  "codebuild StartBuild": 1,
  "logs GetLogEvents": 3,
  // A release whose templates name no version is told by comparing published templates with the live one.
  "s3 GetObject": 6,
};

/** A line of a run's journal, as far as it matters here. */
export interface JournalLine {
  /** ISO 8601. */
  readonly time: string;
  readonly type: string;
  readonly to?: string;
}

/** A run's hops by its journal: each ends where the next one begins, the last with the summary. */
export function costsOfHops(
  journal: readonly JournalLine[],
  calls: readonly RecordedCall[],
  pulumi: readonly Span[],
): readonly HopCost[] {
  const marks = journal.filter(({ type }) => type === "release-started" || type === "summary");
  const own = calls.filter(isOfDriver);
  return marks.slice(0, -1).map(({ time, to = "" }, index) => {
    const hop = { from: Date.parse(time), to: Date.parse(marks[index + 1]?.time ?? time) };
    const wall = hop.to - hop.from;
    const counted = own.filter(({ from }) => from >= hop.from && from < hop.to);
    return {
      release: to,
      wallSeconds: wall / 1000,
      pulumiSeconds: covered(hop, pulumi) / 1000,
      ownSeconds: (wall - covered(hop, [...pulumi, ...own])) / 1000,
      calls: countsOf(counted.map(({ api }) => api)),
    };
  });
}

/** The plugin's stand-in does not name the run in its user agent, unlike the official plugin. */
function isOfDriver({ userAgent }: RecordedCall): boolean {
  return userAgent.includes(" panther-deploy/");
}

/** Milliseconds of a span that lie in at least one of others. */
function covered({ from, to }: Span, others: readonly Span[]): number {
  let end = from;
  let sum = 0;
  for (const other of [...others].sort((a, b) => a.from - b.from)) {
    const start = Math.max(other.from, end);
    const stop = Math.min(other.to, to);
    if (stop <= start) continue;
    sum += stop - start;
    end = stop;
  }
  return sum;
}

function countsOf(names: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of [...names].sort()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
