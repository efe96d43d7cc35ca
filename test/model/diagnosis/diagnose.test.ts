import { expect } from "chai";
import { type DiagnoseOptions, diagnose } from "../../../model/diagnosis/diagnose.ts";
import type { StackEvent } from "../../../model/diagnosis/stackEvent.ts";
import { arn, cancelled, echo, histories, history, type Told } from "./histories.ts";

const start: Told = [0, "root", "CREATE_IN_PROGRESS", "User Initiated"];
const updateStart: Told = [0, "root", "UPDATE_IN_PROGRESS", "User Initiated"];

function of(stacks: Readonly<Record<string, readonly StackEvent[]>>, options: DiagnoseOptions = {}) {
  return diagnose(arn("root"), histories(stacks), options);
}

/** The cause's way and words, and the ways of what failed besides. */
function brief(...told: Parameters<typeof of>) {
  const { cause, path, also } = of(...told);
  return {
    path: path.join("/"),
    reason: cause?.reason,
    also: also.map(({ path: one, what }) => `${what} ${one.join("/")}`),
  };
}

describe("diagnose", () => {
  it("goes down past parents that echo and past cancellations, in the names that scripts read", () => {
    const report = of({
      root: history(
        "root",
        start,
        [5, "Web", "CREATE_FAILED", cancelled, { nested: "web" }],
        [5, "Core", "CREATE_FAILED", echo("core"), { nested: "core" }],
        [
          6,
          "root",
          "ROLLBACK_IN_PROGRESS",
          "The following resource(s) failed to create: [Core, Web]. . Rollback requested by user.",
        ],
      ),
      core: history(
        "core",
        [1, "core", "CREATE_IN_PROGRESS"],
        [3, "Queue", "CREATE_FAILED", "Access Denied"],
        [3, "Table", "CREATE_FAILED", cancelled],
      ),
    });
    expect(report).to.deep.equal({
      result: "failed",
      root: { stackArn: arn("root"), stackName: "root", status: "ROLLBACK_IN_PROGRESS" },
      operation: { kind: "create", started: "2026-01-01T00:00:00.000Z" },
      cause: {
        ...{ stackArn: arn("core"), stackName: "core", logicalId: "Queue", type: "AWS::SQS::Queue", physicalId: "" },
        ...{ status: "CREATE_FAILED", reason: "Access Denied", time: "2026-01-01T00:00:03.000Z" },
      },
      path: ["root", "Core", "Queue"],
      also: [],
    });
  });

  it("knows what fails in a nested stack that is at work, before its parent does", () => {
    const atWork = (second: number, name: string): Told => [
      second,
      name,
      "UPDATE_IN_PROGRESS",
      undefined,
      { nested: name.toLowerCase() },
    ];
    const failing = (name: string) =>
      history(name, [1, name, "UPDATE_IN_PROGRESS"], [3, "Queue", "UPDATE_FAILED", "Access Denied"]);
    const forward = history("root", updateStart, atWork(1, "Core"), atWork(1, "Unread"));
    expect(brief({ root: forward, core: failing("core") })).to.deep.equal({
      path: "root/Core/Queue",
      reason: "Access Denied",
      also: [],
    });
    const undone = history(
      "root",
      updateStart,
      [4, "Core", "UPDATE_FAILED", echo("core"), { nested: "core" }],
      [5, "root", "UPDATE_ROLLBACK_IN_PROGRESS"],
      atWork(6, "Core"),
      atWork(6, "Web"),
    );
    const web = history("web", [6, "web", "UPDATE_ROLLBACK_IN_PROGRESS"], [7, "Task", "UPDATE_FAILED", "Not stable"]);
    expect(brief({ root: undone, core: failing("core"), web })).to.deep.equal({
      path: "root/Core/Queue",
      reason: "Access Denied",
      also: ["rollback root/Web/Task"],
    });
  });

  it("takes the earliest of several, and of those in one second the one that was listed first", () => {
    const root = history(
      "root",
      updateStart,
      [6, "A", "UPDATE_FAILED", echo("a"), { nested: "a" }],
      [7, "B", "UPDATE_FAILED", echo("b"), { nested: "b" }],
      [7, "Plain", "UPDATE_FAILED"],
    );
    const failing = (name: string, second: number) =>
      history(
        name,
        [1, name, "UPDATE_IN_PROGRESS"],
        [second, "One", "UPDATE_FAILED", `${name} 1`],
        [second, "Two", "UPDATE_FAILED", `${name} 2`],
      );
    expect(brief({ root, a: failing("a", 4), b: failing("b", 2) })).to.deep.equal({
      path: "root/B/One",
      reason: "b 1",
      also: ["failed-too root/B/Two", "failed-too root/A/One", "failed-too root/A/Two", "failed-too root/Plain"],
    });
    expect(brief({ root, a: failing("a", 2), b: failing("b", 2) }).path).to.equal("root/A/One");
    expect(of({ root }).also.at(-1)?.reason).to.equal("CloudFormation gave no reason.");
  });

  it("tells a failure inside a stack that was being cancelled beside the cause, and as the cause only where it is alone", () => {
    const core = history("core", [1, "core", "CREATE_IN_PROGRESS"], [2, "Queue", "CREATE_FAILED", "Access Denied"]);
    const both = history(
      "root",
      start,
      [3, "Queue", "CREATE_FAILED", "No"],
      [4, "Core", "CREATE_FAILED", cancelled, { nested: "core" }],
    );
    expect(brief({ root: both, core })).to.deep.equal({
      path: "root/Queue",
      reason: "No",
      also: ["failed-too root/Core/Queue"],
    });
    const alone = history("root", start, [4, "Core", "CREATE_FAILED", cancelled, { nested: "core" }]);
    expect(brief({ root: alone, core }).path).to.equal("root/Core/Queue");
  });

  it("leaves an earlier operation alone, in the stack and in nested ones, also when its event comes late", () => {
    const earlier: readonly Told[] = [
      [-20, "root", "UPDATE_IN_PROGRESS", "User Initiated", { token: "first" }],
      [-15, "Core", "UPDATE_FAILED", echo("core"), { nested: "core", token: "first" }],
      [-10, "root", "UPDATE_ROLLBACK_COMPLETE", "", { token: "first" }],
    ];
    const core = history(
      "core",
      [-19, "core", "UPDATE_IN_PROGRESS"],
      [-16, "Queue", "UPDATE_FAILED", "long ago"],
      [-12, "core", "UPDATE_ROLLBACK_COMPLETE"],
    );
    const now: Told = [0, "root", "UPDATE_IN_PROGRESS", "User Initiated", { token: "second" }];
    const refused = "Parameters: [X] must have values";
    const untouched = history("root", ...earlier, now, [1, "Core", "UPDATE_FAILED", refused, { nested: "core" }]);
    expect(brief({ root: untouched, core })).to.deep.equal({ path: "root/Core", reason: refused, also: [] });
    const late: Told = [1, "Old", "UPDATE_FAILED", "long ago", { token: "first" }];
    const ended: Told = [5, "root", "UPDATE_COMPLETE", undefined, { token: "second" }];
    expect(of({ root: history("root", ...earlier, now, late, ended), core })).to.deep.include({
      result: "succeeded",
      cause: null,
    });
    expect(brief({ root: history("root", ...earlier, now, [1, "New", "UPDATE_FAILED", "now"]), core }).reason).to.equal(
      "now",
    );
  });

  describe("failures of the undoing", () => {
    const rollback: Told = [
      5,
      "root",
      "UPDATE_ROLLBACK_IN_PROGRESS",
      "The following resource(s) failed to update: [Core].",
    ];
    const core = history(
      "core",
      [1, "core", "UPDATE_IN_PROGRESS"],
      [3, "Queue", "UPDATE_FAILED", "the cause"],
      [4, "core", "UPDATE_ROLLBACK_IN_PROGRESS"],
      [6, "Table", "UPDATE_FAILED", "the rollback"],
      [7, "core", "UPDATE_ROLLBACK_FAILED", "The following resource(s) failed to update: [Table]."],
    );

    it("are told beside the cause: UPDATE_ROLLBACK_FAILED has two", () => {
      const root = history(
        "root",
        updateStart,
        [4, "Core", "UPDATE_FAILED", echo("core"), { nested: "core" }],
        rollback,
        [8, "Core", "UPDATE_FAILED", echo("core"), { nested: "core" }],
        [9, "root", "UPDATE_ROLLBACK_FAILED", "The following resource(s) failed to update: [Core]."],
        [20, "root", "UPDATE_ROLLBACK_IN_PROGRESS", "User Initiated"],
        [21, "root", "UPDATE_ROLLBACK_COMPLETE"],
      );
      expect(brief({ root, core })).to.deep.equal({
        path: "root/Core/Queue",
        reason: "the cause",
        also: ["rollback root/Core/Table"],
      });
    });

    it("in a nested stack that went well forward", () => {
      const root = history(
        "root",
        updateStart,
        [4, "Queue", "UPDATE_FAILED", "the cause"],
        rollback,
        [8, "Core", "UPDATE_FAILED", echo("core"), { nested: "core" }],
        [9, "Core", "UPDATE_FAILED", echo("core"), { nested: "core" }],
      );
      const undone = history(
        "core",
        [1, "core", "UPDATE_IN_PROGRESS"],
        [5, "core", "UPDATE_ROLLBACK_IN_PROGRESS"],
        [6, "Table", "UPDATE_FAILED", "late"],
      );
      expect(brief({ root, core: undone }).also).to.deep.equal(["rollback root/Core/Table"]);
    });

    it("by what DescribeEvents says of them, where the stack's own events are not there", () => {
      const failed = history(
        "core",
        [3, "Queue", "UPDATE_FAILED", "the cause", { operation: "UPDATE_STACK" }],
        [4, "Table", "UPDATE_FAILED", "the rollback", { operation: "ROLLBACK" }],
        [5, "Table", "UPDATE_FAILED", "again", { operation: "CONTINUE_ROLLBACK" }],
      );
      const root = history("root", updateStart, [6, "Core", "UPDATE_FAILED", echo("core"), { nested: "core" }]);
      expect(brief({ root, core: failed })).to.deep.equal({
        path: "root/Core/Queue",
        reason: "the cause",
        also: ["rollback root/Core/Table", "rollback root/Core/Table"],
      });
    });

    it("DELETE_FAILED is never the cause of a creation or an update", () => {
      const root = history(
        "root",
        start,
        [2, "Queue", "CREATE_FAILED", "the cause"],
        [3, "root", "ROLLBACK_IN_PROGRESS"],
        [4, "Bucket", "DELETE_FAILED", "not empty"],
      );
      expect(brief({ root }).also).to.deep.equal(["rollback root/Bucket"]);
      const well = history(
        "root",
        updateStart,
        [2, "root", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"],
        [3, "Old", "DELETE_FAILED", "in use"],
        [4, "root", "UPDATE_COMPLETE"],
      );
      expect(of({ root: well })).to.deep.include({ result: "succeeded", cause: null });
      expect(brief({ root: well }).also).to.deep.equal(["cleanup root/Old"]);
      const early = history("root", start, [2, "Old", "DELETE_FAILED", "in use"]);
      expect(of({ root: early })).to.deep.include({ result: "in-progress", cause: null });
    });
  });

  describe("before any resource", () => {
    it("is the stack's own event: a role, a parameter, an alarm, a person", () => {
      const reason = "Role arn:aws:iam::123456789012:role/PantherDeploymentRole is invalid or cannot be assumed";
      const root = history(
        "root",
        start,
        [1, "root", "ROLLBACK_IN_PROGRESS", reason],
        [2, "root", "ROLLBACK_COMPLETE"],
      );
      expect(of({ root })).to.deep.include({ path: ["root"] });
      expect(of({ root }).cause).to.deep.include({ logicalId: "root", reason, physicalId: arn("root") });
      const person = history(
        "root",
        updateStart,
        [1, "Q", "UPDATE_FAILED", "Resource update cancelled"],
        [2, "root", "UPDATE_ROLLBACK_IN_PROGRESS", "User Initiated"],
      );
      expect(brief({ root: person })).to.deep.equal({ path: "root", reason: "User Initiated", also: [] });
    });

    it("is the stack's own event as well where that only lists what failed, and nothing tells more", () => {
      const listing = "The following resource(s) failed to create: [Queue]. ";
      const root = history(
        "root",
        start,
        [1, "root", "CREATE_FAILED", listing],
        [2, "root", "ROLLBACK_IN_PROGRESS", listing],
      );
      expect(of({ root }).cause).to.deep.include({ status: "CREATE_FAILED", reason: listing });
    });

    it("is the nested stack in its parent where it never had an event, or none can be read", () => {
      const reason = "Template format error: Unrecognized resource types: [AWS::AppSync::GraphQLApi]";
      for (const nested of ["", "core"]) {
        const root = history("root", start, [1, "Core", "CREATE_FAILED", reason, { nested }]);
        expect(of({ root }).cause).to.deep.include({ logicalId: "Core", reason });
      }
    });

    it("is what a nested stack says itself where nothing in it failed: it ran out of time", () => {
      const reason =
        "Stack creation time exceeded the specified timeout. The following resource(s) failed to create: [Service]. ";
      const root = history("root", start, [9, "Web", "CREATE_FAILED", echo("web", reason), { nested: "web" }]);
      const web = history(
        "web",
        [1, "web", "CREATE_IN_PROGRESS"],
        [8, "Service", "CREATE_FAILED", cancelled],
        [8, "web", "CREATE_FAILED", reason],
      );
      expect(of({ root, web })).to.deep.include({ path: ["root", "Web"] });
      expect(of({ root, web }).cause).to.deep.include({ stackName: "web", logicalId: "web", reason });
    });

    it("has the words of the hook that refused, which are in an event of their own", () => {
      const refused = "The following hook(s) failed: [Org::Guard::Hook]";
      const root = history(
        "root",
        start,
        [1, "Queue", "CREATE_IN_PROGRESS", "", { hook: ["Org::Guard::Hook", "HOOK_COMPLETE_FAILED", "no encryption"] }],
        [1, "Other", "CREATE_IN_PROGRESS", "", { hook: ["Org::Guard::Hook", "HOOK_COMPLETE_FAILED", "of another"] }],
        [1, "Queue", "CREATE_IN_PROGRESS", "", { hook: ["Org::Other::Hook", "HOOK_COMPLETE_SUCCEEDED", "fine"] }],
        [2, "Queue", "CREATE_FAILED", refused],
      );
      expect(brief({ root }).reason).to.equal(`${refused} Org::Guard::Hook: no encryption`);
    });
  });

  describe("nested stacks that an update lost", () => {
    const root = history(
      "root",
      updateStart,
      [1, "Core", "UPDATE_IN_PROGRESS", undefined, { nested: "core" }],
      [2, "Core", "UPDATE_COMPLETE", undefined, { nested: "core" }],
      [2, "Moved", "CREATE_COMPLETE", undefined, { nested: "moved-2" }],
      [3, "root", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"],
      [4, "Moved", "DELETE_COMPLETE", undefined, { nested: "moved-1" }],
      [4, "Web", "DELETE_IN_PROGRESS", undefined, { nested: "web" }],
      [4, "Onboard", "DELETE_IN_PROGRESS", undefined, { nested: "onboard" }],
      [5, "Web", "DELETE_COMPLETE", undefined, { nested: "web" }],
      [6, "root", "UPDATE_COMPLETE"],
    );

    it("are a failure unless somebody asked for it, a replaced one is none", () => {
      expect(brief({ root }, { announced: ["Onboard"] })).to.deep.equal({
        path: "root/Web",
        reason: "The update ended well and removed this nested stack.",
        also: [],
      });
      expect(of({ root }).cause?.status).to.equal("DELETE_COMPLETE");
      expect(brief({ root }).also).to.deep.equal(["lost root/Onboard"]);
      expect(of({ root }, { announced: ["Onboard", "Web"] }).result).to.equal("succeeded");
    });

    it("are found further down where the events are there", () => {
      const core = history(
        "core",
        [1, "core", "UPDATE_IN_PROGRESS"],
        [2, "core", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"],
        [3, "Inner", "DELETE_COMPLETE", undefined, { nested: "inner" }],
        [4, "core", "UPDATE_COMPLETE"],
      );
      expect(brief({ root, core }, { announced: ["Onboard", "Web"] }).path).to.equal("root/Core/Inner");
    });
  });

  it("of a deletion that failed is its own failure", () => {
    const root = history(
      "root",
      [-9, "root", "CREATE_IN_PROGRESS"],
      [-8, "root", "CREATE_COMPLETE"],
      [0, "root", "DELETE_IN_PROGRESS", "User Initiated"],
      [3, "Core", "DELETE_FAILED", echo("core"), { nested: "core" }],
      [4, "root", "DELETE_FAILED", "The following resource(s) failed to delete: [Core]. "],
    );
    const core = history(
      "core",
      [-9, "core", "CREATE_IN_PROGRESS"],
      [1, "core", "DELETE_IN_PROGRESS"],
      [2, "Bucket", "DELETE_FAILED", "not empty"],
    );
    expect(of({ root, core })).to.deep.include({ path: ["root", "Core", "Bucket"], also: [] });
    expect(of({ root, core }).operation?.kind).to.equal("delete");
  });

  it("of a failed creation that was cleared away is the creation's, not that of a stack which stood", () => {
    const failed: readonly Told[] = [
      start,
      [1, "Queue", "CREATE_FAILED", "the cause"],
      [2, "root", "ROLLBACK_COMPLETE"],
    ];
    const cleared: readonly Told[] = [
      [5, "root", "DELETE_IN_PROGRESS"],
      [6, "root", "DELETE_COMPLETE"],
    ];
    expect(of({ root: history("root", ...failed, ...cleared) })).to.deep.include({ path: ["root", "Queue"] });
    expect(of({ root: history("root", ...cleared) }).result).to.equal("succeeded");
    const stood: Told = [3, "root", "CREATE_COMPLETE"];
    expect(of({ root: history("root", start, stood, ...cleared) }).result).to.equal("succeeded");
    const updated = history("root", updateStart, [1, "Queue", "UPDATE_FAILED", "once"], ...cleared);
    expect(of({ root: updated })).to.deep.include({ result: "succeeded", cause: null });
  });

  it("of a nested stack that the operation created and its undoing deleted is what made it fail", () => {
    const root = history("root", updateStart, [4, "Core", "CREATE_FAILED", echo("core"), { nested: "core" }]);
    const core = history(
      "core",
      [1, "core", "CREATE_IN_PROGRESS"],
      [3, "Queue", "CREATE_FAILED", "the cause"],
      [6, "core", "DELETE_IN_PROGRESS"],
      [7, "Bucket", "DELETE_FAILED", "not empty"],
    );
    expect(brief({ root, core })).to.deep.include({ path: "root/Core/Queue", also: ["rollback root/Core/Bucket"] });
  });

  it("says so where nothing was ever executed, where nothing failed, and while it goes on", () => {
    expect(of({})).to.deep.include({ result: "none", operation: null });
    expect(of({}).root).to.deep.equal({ stackArn: arn("root"), stackName: "root", status: "" });
    expect(diagnose("odd", new Map()).root.stackName).to.equal("odd");
    const review = of({ root: history("root", [0, "root", "REVIEW_IN_PROGRESS", "User Initiated"]) });
    expect(review).to.deep.include({ result: "none" });
    expect(review.root.status).to.equal("REVIEW_IN_PROGRESS");
    expect(
      of({ root: history("root", [0, "root", "IMPORT_IN_PROGRESS"], [1, "Q", "IMPORT_COMPLETE"]) }),
    ).to.deep.include({
      result: "in-progress",
      cause: null,
    });
  });

  it("makes do with what CloudFormation still has of an operation that began more than 90 days ago", () => {
    const of90 = (status: string) =>
      of({ root: history("root", [1, "Queue", "CREATE_FAILED", "No"], [2, "root", status]) });
    expect(of90("ROLLBACK_IN_PROGRESS").operation).to.deep.equal({ kind: "create", started: null });
    expect(of90("DELETE_FAILED").operation?.kind).to.equal("delete");
    expect(of90("UPDATE_ROLLBACK_COMPLETE")).to.deep.include({ path: ["root", "Queue"] });
    const core = history("core", [1, "core", "CREATE_IN_PROGRESS"], [1, "Queue", "CREATE_FAILED", "Denied"]);
    const root = history("root", [2, "Core", "CREATE_FAILED", echo("core"), { nested: "core" }]);
    expect(of({ root, core })).to.deep.include({ path: ["root", "Core", "Queue"] });
  });

  it("does not follow a stack into itself, whatever a file says", () => {
    const root = history("root", updateStart, [1, "Core", "UPDATE_FAILED", "odd", { nested: "core" }]);
    const core = history(
      "core",
      [1, "core", "UPDATE_IN_PROGRESS"],
      [1, "Root", "UPDATE_FAILED", "odd", { nested: "root" }],
    );
    expect(of({ root, core }).path).to.deep.equal(["root", "Core", "Root"]);
  });

  it("keeps a parent's words where its nested stack says no more than that, and what failed twice in it", () => {
    const alone = history(
      "core",
      [1, "core", "UPDATE_IN_PROGRESS"],
      [2, "core", "UPDATE_FAILED", "The following resource(s) failed to update: [Queue]."],
    );
    const told: Told = [3, "Core", "UPDATE_FAILED", echo("core"), { nested: "core" }];
    const rollback: Told = [4, "root", "UPDATE_ROLLBACK_IN_PROGRESS"];
    const again: Told = [5, "Core", "UPDATE_FAILED", "still stuck", { nested: "core" }];
    const late: Told = [6, "Core", "UPDATE_FAILED", "Resource update cancelled", { nested: "core" }];
    const root = history("root", updateStart, told, rollback, again, late);
    expect(brief({ root, core: alone })).to.deep.equal({
      path: "root/Core",
      reason: echo("core"),
      also: ["rollback root/Core"],
    });
  });

  it("takes events in which all that can be missing is missing", () => {
    const bare: readonly StackEvent[] = [{ ResourceStatus: "CREATE_FAILED" }, {}];
    const report = of({ root: bare });
    expect(report.cause).to.deep.equal({
      ...{ stackArn: "", stackName: "", logicalId: "", type: "", physicalId: "", time: "" },
      ...{ status: "CREATE_FAILED", reason: "CloudFormation gave no reason." },
    });
  });
});
