import type { StackResourceSummary } from "@aws-sdk/client-cloudformation";
import { expect } from "chai";
import type { DriftApi } from "../../automation/clients.ts";
import { driftOfResources } from "../../automation/driftOfResources.ts";
import type { Timing } from "../../automation/timing.ts";

interface FakeStack {
  readonly nested?: Readonly<Record<string, string>>;
  readonly drifted?: readonly string[];
  /** Looks that find the detection still in progress. */
  readonly looks?: number;
  readonly failure?: string;
  readonly refusal?: string;
}

const timing: Timing = {
  now: () => new Date(0),
  sleep: async (_, signal) => signal.throwIfAborted(),
  pollMilliseconds: 1,
};

/** CloudFormation with these stacks by ID. Lists have one entry a page. */
function fake(stacks: Readonly<Record<string, FakeStack>>) {
  const looks = new Map<string, number>();
  const seen = { calls: 0, now: 0, most: 0 };
  const of = (name: string | undefined): FakeStack => {
    seen.calls += 1;
    const stack = stacks[name ?? ""];
    if (!stack) throw new Error(`Stack [${name}] does not exist`);
    return stack;
  };
  const page = <T>(items: readonly T[], token: string | undefined) => {
    const at = Number(token ?? 0);
    return { items: items.slice(at, at + 1), ...(at + 1 < items.length && { NextToken: String(at + 1) }) };
  };
  const api = {
    listStackResources: async ({ StackName, NextToken }: { StackName?: string; NextToken?: string }) => {
      const nested = Object.entries(of(StackName).nested ?? {});
      const summaries = [["Queue", "queue"], ...nested].map(
        ([LogicalResourceId, PhysicalResourceId]): Partial<StackResourceSummary> => ({
          LogicalResourceId,
          PhysicalResourceId,
          ResourceType: LogicalResourceId === "Queue" ? "AWS::SQS::Queue" : "AWS::CloudFormation::Stack",
          ResourceStatus: "UPDATE_COMPLETE",
        }),
      );
      const { items, ...rest } = page(summaries, NextToken);
      return { StackResourceSummaries: items, ...rest };
    },
    detectStackDrift: async ({ StackName = "" }: { StackName?: string }) => {
      const { refusal, looks: wanted = 0 } = of(StackName);
      if (refusal) throw new Error(refusal);
      looks.set(StackName, wanted);
      seen.now += 1;
      seen.most = Math.max(seen.most, seen.now);
      return { StackDriftDetectionId: StackName };
    },
    describeStackDriftDetectionStatus: async ({
      StackDriftDetectionId: id = "",
    }: {
      StackDriftDetectionId?: string;
    }) => {
      const { failure } = of(id);
      const left = looks.get(id) ?? 0;
      looks.set(id, left - 1);
      if (left > 0) return { DetectionStatus: "DETECTION_IN_PROGRESS" };
      seen.now -= 1;
      return failure
        ? { DetectionStatus: "DETECTION_FAILED", DetectionStatusReason: failure }
        : { DetectionStatus: "DETECTION_COMPLETE" };
    },
    describeStackResourceDrifts: async ({ StackName, NextToken }: { StackName?: string; NextToken?: string }) => {
      const { items, ...rest } = page(of(StackName).drifted ?? [], NextToken);
      return {
        StackResourceDrifts: items.map((LogicalResourceId) => ({
          LogicalResourceId,
          StackResourceDriftStatus: "MODIFIED",
          PropertyDifferences: [{ PropertyPath: "/Text", ExpectedValue: "s3cret", ActualValue: "other" }],
        })),
        ...rest,
      };
    },
  };
  return { api: api as unknown as DriftApi, seen };
}

const signal = new AbortController().signal;
const root = { stackId: "root", where: ["root"] };

describe("drift in a root stack and what is nested in it", () => {
  it("is looked for at any depth, page by page, and told with names and without values", async () => {
    const { api } = fake({
      root: { nested: { A: "a", B: "b" }, drifted: ["One", "Two"] },
      a: { nested: { C: "c" }, looks: 3 },
      b: {},
      c: { drifted: ["Deep"] },
    });
    const found = await driftOfResources(root, { stacks: api, timing, signal });
    expect(found.stacksChecked).to.equal(4);
    expect(found.notChecked).to.deep.equal([]);
    expect(found.findings?.map(({ where }) => where.join("/"))).to.deep.equal([
      "root/A/C/Deep",
      "root/One",
      "root/Two",
    ]);
    expect(found.findings?.[0]?.properties).to.deep.equal(["/Text"]);
    expect(JSON.stringify(found)).to.not.match(/s3cret|other/);
  });

  it("says which stacks could not be looked at, once each, and looks at the others", async () => {
    const { api } = fake({
      root: { nested: { A: "a", B: "b", C: "gone" }, refusal: "root is in UPDATE_IN_PROGRESS" },
      a: { failure: "no permission for sqs:GetQueueAttributes" },
      b: { drifted: ["One"] },
    });
    const found = await driftOfResources(root, { stacks: api, timing, signal });
    expect(found.findings).to.have.lengthOf(1);
    expect(found.notChecked?.map(({ where, reason }) => `${where.join("/")}: ${reason}`)).to.deep.equal([
      "root: root is in UPDATE_IN_PROGRESS",
      "root/A: no permission for sqs:GetQueueAttributes",
      "root/C: Stack [gone] does not exist",
    ]);
  });

  it("takes no more detections at once and no more calls than it may", async () => {
    const names = Array.from({ length: 12 }, (_, index) => `n${index}`);
    const stacks = {
      root: { nested: Object.fromEntries(names.map((name) => [name, name])) },
      ...Object.fromEntries(names.map((name) => [name, { looks: 5 }])),
    };
    const free = fake(stacks);
    await driftOfResources(root, { stacks: free.api, timing, signal, limit: 3 });
    expect(free.seen.most).to.equal(3);
    const { api, seen } = fake({ ...stacks, n3: { looks: Number.POSITIVE_INFINITY } });
    const found = await driftOfResources(root, { stacks: api, timing, signal, callBudget: 60 });
    expect(seen.calls).to.equal(60);
    expect(found.notChecked?.map(({ where }) => where.at(-1))).to.include("n3");
    expect(found.notChecked?.[0]?.reason).to.include("60 calls");
  });

  it("ends with an abort", async () => {
    const abort = new AbortController();
    const { api } = fake({ root: { looks: Number.POSITIVE_INFINITY } });
    const sleeps = { ...timing, sleep: async () => abort.abort(new Error("enough")) };
    const ended = driftOfResources(root, { stacks: api, timing: sleeps, signal: abort.signal });
    expect(await ended.catch((error: Error) => error.message)).to.equal("enough");
  });
});
