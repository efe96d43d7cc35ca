import { expect } from "chai";
import { decideBuild, type KnownBuild, lastCompletion } from "../../automation/buildDue.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));
const build = (minute: number, status: string): KnownBuild => ({
  id: `panther-pulumi:${minute}`,
  startTime: at(minute),
  status,
});
const completion = { stackId: "arn:root", eventId: "e1", time: at(10) };

describe("decideBuild", () => {
  it("finds a build done that began after the root stack's completion", () => {
    expect(decideBuild(completion, [build(11, "SUCCEEDED")])).to.deep.include({ kind: "done" });
  });

  it("starts one when the only successful one is older", () => {
    expect(decideBuild(completion, [build(9, "SUCCEEDED")]).kind).to.equal("start");
  });

  it("joins the one that runs", () => {
    expect(decideBuild(completion, [build(11, "FAILED"), build(12, "IN_PROGRESS")])).to.have.nested.property(
      "build.id",
      "panther-pulumi:12",
    );
  });

  it("starts one more when it is forced to, but joins one that runs", () => {
    const forced = decideBuild(completion, [build(11, "SUCCEEDED")], true);
    expect(forced.kind).to.equal("start");
    expect(forced).to.not.deep.equal(decideBuild(completion, []));
    expect(decideBuild(completion, [build(11, "SUCCEEDED"), build(12, "IN_PROGRESS")], true).kind).to.equal("join");
  });

  it("waits for a build of what stood before: both work on the same inner state", () => {
    expect(decideBuild(completion, [build(9, "IN_PROGRESS")])).to.have.property("kind", "wait");
  });

  it("gives each attempt a token of its own, and the same attempt the same token", () => {
    const first = decideBuild(completion, []);
    const again = decideBuild(completion, []);
    const second = decideBuild(completion, [build(11, "FAILED")]);
    const otherUpdate = decideBuild({ ...completion, eventId: "e2" }, []);
    expect(first).to.deep.equal(again);
    expect(first).to.not.deep.equal(second);
    expect(first).to.not.deep.equal(otherUpdate);
    // CodeBuild takes no token of more than 64 characters.
    expect(first.kind === "start" && first.idempotencyToken).to.match(/^[0-9a-f]{64}$/);
  });
});

describe("lastCompletion", () => {
  const event = (ResourceStatus: string, PhysicalResourceId = "arn:root") => ({
    ResourceStatus,
    PhysicalResourceId,
    EventId: ResourceStatus,
  });

  it("does not count a rollback, nor a nested stack's completion", () => {
    const events = [
      event("UPDATE_ROLLBACK_COMPLETE"),
      event("UPDATE_COMPLETE", "arn:nested"),
      event("CREATE_COMPLETE"),
    ];
    expect(lastCompletion("arn:root", events)?.EventId).to.equal("CREATE_COMPLETE");
  });
});
