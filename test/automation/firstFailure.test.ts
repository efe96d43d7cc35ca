import { expect } from "chai";
import {
  failedNestedStacks,
  firstFailure,
  newestOperation,
  type StackEvent,
} from "../../automation/diagnosis/firstFailure.ts";

const arn = (name: string) => `arn:aws:cloudformation:us-east-1:111111111111:stack/${name}/id`;
const nestedType = "AWS::CloudFormation::Stack";

/** A history in the order of time, turned round as CloudFormation lists it. */
function history(
  stack: string,
  ...events: readonly [
    second: number,
    logicalId: string,
    status: string,
    reason?: string | undefined,
    physicalId?: string | undefined,
    type?: string,
  ][]
): StackEvent[] {
  return events
    .map(
      ([second, LogicalResourceId, ResourceStatus, ResourceStatusReason, PhysicalResourceId, ResourceType], index) => ({
        StackId: arn(stack),
        StackName: stack,
        EventId: `${stack}-${index}`,
        LogicalResourceId,
        ResourceStatus,
        ResourceStatusReason,
        PhysicalResourceId: LogicalResourceId === stack ? arn(stack) : PhysicalResourceId,
        ResourceType: LogicalResourceId === stack ? nestedType : (ResourceType ?? "AWS::SQS::Queue"),
        Timestamp: new Date(Date.UTC(2026, 0, 1, 0, 0, second)),
      }),
    )
    .reverse();
}

const echo = (name: string) =>
  `Embedded stack ${arn(name)} was not successfully created: The following resource(s) failed to create: [Queue].`;

describe("firstFailure", () => {
  it("follows the failure down to the resource, past parents that echo it and past cancellations", () => {
    const histories = new Map([
      [
        arn("root"),
        history(
          "root",
          [0, "root", "CREATE_IN_PROGRESS", "User Initiated"],
          [5, "Web", "CREATE_FAILED", "Resource creation cancelled", arn("web"), nestedType],
          [5, "Core", "CREATE_FAILED", echo("core"), arn("core"), nestedType],
        ),
      ],
      [
        arn("core"),
        history(
          "core",
          [3, "Table", "CREATE_FAILED", "Resource creation cancelled"],
          [3, "Queue", "CREATE_FAILED", "Access Denied"],
        ),
      ],
    ]);
    expect(firstFailure(arn("root"), histories)).to.deep.include({
      logicalId: "Queue",
      reason: "Access Denied",
      path: ["root", "Core", "Queue"],
      stackName: "core",
    });
  });

  it("takes the earliest of two nested failures, whichever the parent reports first", () => {
    const histories = new Map([
      [
        arn("root"),
        history(
          "root",
          [6, "A", "UPDATE_FAILED", "Embedded stack", arn("a"), nestedType],
          [7, "B", "UPDATE_FAILED", "Embedded stack", arn("b"), nestedType],
        ),
      ],
      [arn("a"), history("a", [4, "Queue", "UPDATE_FAILED", "second"])],
      [arn("b"), history("b", [2, "Queue", "UPDATE_FAILED", "first"])],
    ]);
    expect(firstFailure(arn("root"), histories)?.path).to.deep.equal(["root", "B", "Queue"]);
  });

  it("names the nested stack itself when that was refused before it had a resource", () => {
    const reason = "Parameters: [X] must have values";
    const histories = new Map([
      [arn("root"), history("root", [1, "Core", "CREATE_FAILED", reason, undefined, nestedType])],
    ]);
    expect(firstFailure(arn("root"), histories)).to.deep.include({ logicalId: "Core", reason });
  });

  it("finds none where nothing failed", () => {
    expect(firstFailure(arn("root"), new Map([[arn("root"), history("root", [1, "Q", "CREATE_COMPLETE"])]]))).to.equal(
      undefined,
    );
  });
});

describe("newestOperation", () => {
  it("leaves out what an earlier operation did", () => {
    const events = history(
      "root",
      [0, "root", "CREATE_IN_PROGRESS", "User Initiated"],
      [1, "Old", "CREATE_FAILED", "long ago"],
      [2, "root", "CREATE_COMPLETE"],
      [3, "root", "UPDATE_IN_PROGRESS", "User Initiated"],
      [4, "New", "UPDATE_FAILED", "now"],
      [5, "root", "UPDATE_ROLLBACK_IN_PROGRESS"],
    );
    const operation = newestOperation(arn("root"), events);
    expect(operation.map(({ LogicalResourceId }) => LogicalResourceId)).to.deep.equal(["root", "New", "root"]);
    expect(firstFailure(arn("root"), new Map([[arn("root"), operation]]))?.reason).to.equal("now");
  });
});

describe("failedNestedStacks", () => {
  it("names each nested stack once and never the stack itself", () => {
    const events = history(
      "root",
      [1, "Core", "UPDATE_FAILED", "x", arn("core"), nestedType],
      [2, "Core", "UPDATE_FAILED", "y", arn("core"), nestedType],
      [3, "root", "UPDATE_FAILED", "z"],
    );
    expect(failedNestedStacks(arn("root"), events)).to.deep.equal([arn("core")]);
  });
});
