import type { CloudFormation } from "@aws-sdk/client-cloudformation";
import type { Timing } from "../../automation/timing.ts";
import type { StackEvent } from "../../model/diagnosis/stackEvent.ts";

/** Time that passes only where somebody waits for it. */
export class VirtualTiming implements Timing {
  readonly pollMilliseconds: number;
  #now: number;

  constructor(pollMilliseconds: number, start = new Date("2026-01-01T00:00:00Z")) {
    this.pollMilliseconds = pollMilliseconds;
    this.#now = start.getTime();
  }

  now(): Date {
    return new Date(this.#now);
  }

  async sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    // Others get their turn, as they would in real time.
    await Promise.resolve();
    signal.throwIfAborted();
    this.#now += milliseconds;
  }
}

/** A call as the script saw it. */
export interface ScriptedCall {
  readonly operation: string;
  readonly stack: string;
  readonly at: number;
}

export interface Script {
  /** By ARN, oldest first; each comes into being at its own time. */
  readonly histories: ReadonlyMap<string, readonly StackEvent[]>;
  readonly timing: VirtualTiming;
  readonly pageSize?: number;
  /** Milliseconds by which an answer may be behind, by the call's number. */
  readonly staleness?: (call: number) => number;
  /** Whether a call is throttled, by its number. */
  readonly throttled?: (call: number) => boolean;
}

/** Stacks whose events come into being by a script: in pages, sometimes behind, sometimes throttled. */
export function scriptedStacks({ histories, timing, pageSize = 100, staleness, throttled }: Script) {
  const calls: ScriptedCall[] = [];
  const count = (operation: string, stack: string) => {
    calls.push({ operation, stack, at: timing.now().getTime() });
    if (throttled?.(calls.length)) throw Object.assign(new Error("Rate exceeded"), { name: "Throttling" });
  };
  const latest = () => timing.now().getTime() - (staleness?.(calls.length) ?? 0);
  const historyOf = (nameOrArn: string, now = latest()): readonly StackEvent[] => {
    const isThere = ({ Timestamp }: StackEvent) => (Timestamp?.getTime() ?? 0) <= now;
    // A name means the stack that was made last under it.
    const named = [...histories].filter(([arn, all]) => arn === nameOrArn || all[0]?.StackName === nameOrArn);
    const begun = named.map(([, all]) => all.filter(isThere)).filter((all) => all.length > 0);
    const history = begun.at(-1);
    // A nested stack that stands has a history, of which the script may have nothing.
    if (!history && nameOrArn.startsWith("arn:")) return [];
    if (!history) throw Object.assign(new Error(`Stack [${nameOrArn}] does not exist`), { name: "ValidationError" });
    return [...history].reverse();
  };
  const api = {
    async describeStackEvents({ StackName = "", NextToken }: { StackName?: string; NextToken?: string }) {
      count("DescribeStackEvents", StackName);
      // A page is as old as the first one, so that new events do not shift the others.
      const [place = "0", then] = NextToken?.split("@") ?? [];
      const now = then === undefined ? latest() : Number(then);
      const all = historyOf(StackName, now);
      const from = Number(place);
      const next = from + pageSize < all.length ? `${from + pageSize}@${now}` : undefined;
      return { StackEvents: all.slice(from, from + pageSize), ...(next && { NextToken: next }), $metadata: {} };
    },
    async getTemplate({ StackName = "" }: { StackName?: string }) {
      count("GetTemplate", StackName);
      const TemplateBody = "Resources: { A: { Type: 'AWS::SNS::Topic' }, B: { Type: 'X', Condition: C } }";
      return { TemplateBody, $metadata: {} };
    },
  };
  return {
    calls,
    stacks: api as unknown as Pick<CloudFormation, "describeStackEvents" | "getTemplate">,
  };
}
