import { expect } from "chai";
import type { StackEvent } from "../../../model/diagnosis/stackEvent.ts";
import {
  afterLook,
  beginOperation,
  countsOf,
  expecting,
  isOver,
  isWithin,
  type Operation,
  operationStart,
  slowestResources,
} from "../../../model/monitor/operation.ts";

const root = "arn:aws:cloudformation:us-east-1:123456789012:stack/panther/1";
const core = "arn:aws:cloudformation:us-east-1:123456789012:stack/panther-Core/2";
const nestedType = "AWS::CloudFormation::Stack";
const at = (seconds: number) => new Date(1_767_225_600_000 + seconds * 1000);

const own = (stack: string, seconds: number, status: string, more: Partial<StackEvent> = {}): StackEvent => ({
  EventId: `${stack}-${seconds}-${status}`,
  StackId: stack,
  StackName: "panther",
  LogicalResourceId: "panther",
  PhysicalResourceId: stack,
  ResourceType: nestedType,
  ResourceStatus: status,
  Timestamp: at(seconds),
  ...more,
});
const below = (seconds: number, status: string) =>
  own(root, seconds, status, { LogicalResourceId: "Core", PhysicalResourceId: core });
const resource = (seconds: number, logicalId: string, status: string, more: Partial<StackEvent> = {}) =>
  own(core, seconds, status, {
    LogicalResourceId: logicalId,
    PhysicalResourceId: `physical-${logicalId}`,
    ResourceType: "AWS::SNS::Topic",
    ...more,
  });

const start = own(root, 10, "UPDATE_IN_PROGRESS", { ClientRequestToken: "token" });
const begun = beginOperation(root, start);
const statusOf = (operation: Operation, stack: string) => operation.stacks.get(stack)?.status;
const isOpen = (operation: Operation, stack: string) => operation.stacks.get(stack)?.open;
const looks = (operation: Operation, ...steps: readonly (readonly [string, readonly StackEvent[]])[]) =>
  steps.reduce((now, [stack, events]) => afterLook(now, stack, events), operation);

describe("where an operation begins", () => {
  const history = [
    own(root, 30, "UPDATE_ROLLBACK_IN_PROGRESS"),
    resource(20, "Topic", "UPDATE_FAILED"),
    start,
    own(root, 5, "UPDATE_COMPLETE"),
    own(root, 1, "UPDATE_IN_PROGRESS"),
  ];

  it("is its own first event, of which a rollback is a part", () => {
    expect(operationStart(root, history)).to.equal(start);
    expect(operationStart(root, history.slice(0, 2))).to.equal(undefined);
  });

  it("is after the mark, if anywhere", () => {
    expect(operationStart(root, history, history[3]?.EventId)).to.equal(start);
    expect(operationStart(root, history, start.EventId)).to.equal(undefined);
    // The stack was deleted and made again: nothing in it is older.
    expect(operationStart(root, history, "an event of the stack before")).to.equal(start);
  });

  it("has a name, a token and a time, as far as CloudFormation tells", () => {
    expect(begun).to.include({ rootId: root, token: "token" });
    expect(begun.started).to.deep.equal(at(10));
    const bare = beginOperation(root, { ResourceStatus: "UPDATE_IN_PROGRESS" });
    expect(bare).not.to.have.property("token");
    expect(bare.stacks.get(root)?.path).to.deep.equal([root]);
    expect(bare.started.getTime()).to.equal(0);
  });

  it("bounds what belongs to it, by AWS's clock", () => {
    expect(isWithin(begun, resource(10, "Topic", "UPDATE_IN_PROGRESS"))).to.equal(true);
    expect(isWithin(begun, resource(9, "Topic", "UPDATE_IN_PROGRESS"))).to.equal(false);
    expect(isWithin(begun, { EventId: "without a time" })).to.equal(false);
  });
});

describe("an operation that goes on", () => {
  const moving = looks(begun, [root, [start, below(11, "UPDATE_IN_PROGRESS")]]);

  it("has the nested stacks that come up, by their ARNs", () => {
    expect(moving.stacks.get(core)).to.deep.include({ path: ["panther", "Core"], open: true });
    expect(afterLook(moving, "arn of nobody", [start])).to.equal(moving);
    const unnamed = looks(begun, [root, [{ ...below(11, "UPDATE_IN_PROGRESS"), LogicalResourceId: undefined }]]);
    expect(unnamed.stacks.get(core)?.path).to.deep.equal(["panther", ""]);
    const mute = looks(begun, [root, [{ ...below(11, "x"), ResourceStatus: undefined }]]);
    expect(mute.stacks.get(core)?.parentStatus).to.equal("");
  });

  it("counts what is done, at work and failed, of what is known", () => {
    const later = looks(moving, [
      core,
      [
        resource(12, "A", "UPDATE_IN_PROGRESS"),
        resource(13, "B", "UPDATE_IN_PROGRESS"),
        resource(14, "C", "UPDATE_FAILED"),
        resource(15, "B", "UPDATE_COMPLETE"),
      ],
    ]);
    const stack = later.stacks.get(core);
    expect(stack && countsOf(stack)).to.deep.equal({ done: 1, running: 1, failed: 1, total: null });
    const expected = expecting(later, core, 40).stacks.get(core);
    expect(expected && countsOf(expected)).to.include({ total: 40 });
    const fewer = expecting(later, core, 2).stacks.get(core);
    expect(fewer && countsOf(fewer)).to.include({ total: 3 });
    expect(expecting(later, "arn of nobody", 40)).to.equal(later);
  });

  it("knows what has been at it for the longest, since its status last changed, nested stacks aside", () => {
    const later = looks(moving, [
      core,
      [
        resource(12, "A", "UPDATE_IN_PROGRESS"),
        resource(20, "B", "UPDATE_IN_PROGRESS"),
        // With its physical ID, a second time.
        resource(30, "A", "UPDATE_IN_PROGRESS"),
        resource(31, "C", "UPDATE_IN_PROGRESS", { Timestamp: undefined }),
        resource(32, "D", "UPDATE_COMPLETE"),
        { ...resource(33, "E", "x"), ResourceStatus: undefined, ResourceType: undefined, LogicalResourceId: undefined },
      ],
    ]);
    expect(slowestResources(later, 2)).to.deep.equal([
      { path: ["panther", "Core", "C"], type: "AWS::SNS::Topic", since: at(10) },
      { path: ["panther", "Core", "A"], type: "AWS::SNS::Topic", since: at(12) },
    ]);
    expect(slowestResources(later, 9).map(({ path }) => path.at(-1))).to.deep.equal(["C", "A", "B"]);
  });

  it("closes a nested stack that is done, and one that has nothing to say after its parent is through", () => {
    const done = looks(moving, [core, [own(core, 12, "UPDATE_COMPLETE")]]);
    expect(isOpen(done, core)).to.equal(false);
    const silent = looks(moving, [root, [below(12, "UPDATE_COMPLETE")]]);
    expect(isOpen(looks(silent, [core, []]), core)).to.equal(true);
    expect(isOpen(looks(silent, [core, []], [core, []]), core)).to.equal(false);
    expect(isOpen(looks(moving, [core, []], [core, []], [core, []]), core)).to.equal(true);
  });

  it("opens it again when it is set to work again, or when the end is cleaned up", () => {
    const done = looks(moving, [core, [own(core, 12, "UPDATE_COMPLETE")]], [root, [below(13, "UPDATE_COMPLETE")]]);
    expect(isOpen(done, core)).to.equal(false);
    for (const again of [below(20, "UPDATE_IN_PROGRESS"), own(root, 20, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")]) {
      const open = looks(done, [root, [again]]);
      expect(isOpen(open, core)).to.equal(true);
      expect(statusOf(open, core)).to.equal(undefined);
    }
  });

  it("leaves a nested stack alone that waits for the root stack to clean up, until it does", () => {
    const waiting = looks(moving, [core, [own(core, 12, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")]]);
    expect(isOpen(waiting, core)).to.equal(false);
    expect(isOpen(looks(waiting, [root, [below(13, "UPDATE_COMPLETE")]]), core)).to.equal(false);
    const cleaning = looks(waiting, [root, [own(root, 20, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")]]);
    expect(isOpen(cleaning, core)).to.equal(true);
    expect(isOpen(looks(cleaning, [core, []], [core, []], [core, []]), core)).to.equal(true);
    expect(isOpen(looks(cleaning, [core, [own(core, 22, "UPDATE_COMPLETE")]]), core)).to.equal(false);
  });

  it("is over when the root stack has come to rest", () => {
    expect(isOver(begun)).to.equal(false);
    expect(isOpen(begun, root)).to.equal(true);
    expect(isOver(moving)).to.equal(false);
    expect(isOpen(looks(begun, [root, []]), root)).to.equal(true);
    const over = looks(moving, [root, [own(root, 40, "UPDATE_ROLLBACK_COMPLETE")]]);
    expect(isOver(over)).to.equal(true);
    expect(isOpen(over, root)).to.equal(false);
    const mute = looks(begun, [root, [own(root, 12, "x", { ResourceStatus: undefined })]]);
    expect(statusOf(mute, root)).to.equal("");
    expect(operationStart(root, [own(root, 1, "x", { ResourceStatus: undefined })])).to.equal(undefined);
  });
});
