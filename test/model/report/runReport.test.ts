import { expect } from "chai";
import { readJournal } from "../../../model/report/journalLines.ts";
import type { ResourceReport, RunReport } from "../../../model/report/report.ts";
import { runReport } from "../../../model/report/runReport.ts";
import { at, cause, hint, hop, line, moved, started, step, summary, text, updateEvents } from "./journals.ts";

function reported(lines: readonly string[], isLive = false): RunReport {
  const report = runReport(readJournal(text(started, ...lines)), isLive);
  if (!report) throw new Error("The journal has no beginning.");
  return report;
}

/** Every resource by its path, as its outcome and what was done to it. */
function outline(resource: ResourceReport | undefined, above = ""): Readonly<Record<string, string>> {
  if (!resource) return {};
  const path = `${above}${resource.logicalId}`;
  const spans = resource.spans.map(({ action, seconds, outcome }) => `${action} ${seconds ?? "?"} ${outcome}`);
  const below = resource.resources.map((one) => outline(one, `${path}/`));
  return Object.assign({ [path]: [resource.outcome, ...spans].join(", ") }, ...below);
}

const linkOf = ({ path, action, seconds, waited }: RunReport["operations"][number]["criticalPath"][number]) =>
  `${path.slice(1).join("/")} ${action} ${seconds} after ${waited}`;

describe("the report of a run", () => {
  it("has what preflight's checks came to, those of the last look", () => {
    const check = { code: "quotas", title: "Quotas", verdict: "warning", accepted: false };
    const preflighted = (seconds: number, more: object) =>
      line(seconds, "preflighted", { answer: { environment: "prod", checks: [{ ...check, who: null, ...more }] } });
    expect(reported([summary(9, "done")]).checks).to.deep.equal([]);
    const report = reported([preflighted(1, {}), preflighted(2, { accepted: true, side: "web" }), summary(9, "done")]);
    expect(report.checks).to.deep.equal([{ ...check, accepted: true, side: "web" }]);
    expect(report.unreadableLines).to.equal(0);
  });

  it("has what a teardown did, also of one that was killed", () => {
    const bucket = (seconds: number, result: object, more = {}) =>
      line(seconds, "bucket-finished", { bucket: "b", result: { name: "b", versions: 0, ...result }, ...more });
    const report = reported([
      line(1, "teardown-step-finished", {
        step: "stack",
        stack: "panther-web",
        side: "web",
        outcome: "done",
        seconds: 9,
      }),
      line(2, "teardown-step-finished", { step: "stack", stack: "panther-prod", outcome: "failed", seconds: 9 }),
      line(3, "teardown-step-finished", { step: "buckets", outcome: "done", seconds: 9 }),
      bucket(4, { kind: "deleted" }, { side: "backend" }),
      bucket(5, { kind: "expiring", canGoAfter: "2026-11-25T00:00:00Z" }),
      bucket(6, { kind: "failed", why: "S3 refuses it.", fix: "Allow it." }),
      line(7, "log-group-finished", { result: { name: "g", kind: "kept" } }),
      line(8, "log-group-finished", { result: { name: "g", kind: "failed", why: "denied", fix: "" } }),
    ]);
    expect(report.removed).to.deep.equal([
      { thing: "stack", name: "panther-web", outcome: "deleted", why: null, side: "web" },
      { thing: "stack", name: "panther-prod", outcome: "failed", why: null },
      { thing: "bucket", name: "b", outcome: "deleted", why: null, side: "backend" },
      { thing: "bucket", name: "b", outcome: "expiring", why: "It can go after 2026-11-25." },
      { thing: "bucket", name: "b", outcome: "failed", why: "S3 refuses it." },
      { thing: "log group", name: "g", outcome: "kept", why: null },
      { thing: "log group", name: "g", outcome: "failed", why: "denied" },
    ]);
    expect([report.result, report.unreadableLines]).to.deep.equal(["killed", 0]);
  });

  it("has who, when and why, and each hop's steps with what CloudFormation did", () => {
    const report = reported([
      line(1, "planned", { command: "upgrade", plan: { hops: [], settings: null, findings: [], manualSteps: [] } }),
      step(1, "build"),
      step(2, "build", "unchanged"),
      hop(5, 1, 2),
      step(5, "role"),
      step(7, "role", "updated"),
      step(8, "root"),
      ...updateEvents.slice(0, -1),
      step(61, "root", "updated"),
      // The monitor's last look comes in after the step.
      ...updateEvents.slice(-1),
      step(62, "build"),
      line(63, "build-started", { id: "panther-pulumi:1", joined: false }),
      line(63, "build-phase", { id: "panther-pulumi:1", phase: "QUEUED" }),
      line(65, "build-phase", { id: "panther-pulumi:1", phase: "BUILD" }),
      line(90, "build-phase", { id: "panther-pulumi:1", phase: "COMPLETED" }),
      step(91, "build", "succeeded"),
      step(91, "verify"),
      step(92, "verify", "succeeded"),
      hop(93, 2, 2),
      step(94, "verify"),
      step(95, "verify", "succeeded"),
      line(96, "notice", { message: "Slow" }),
      summary(100, "done", {
        ...{ from: "1.36.0", to: "1.37.11" },
        builds: [{ id: "panther-pulumi:1", status: "SUCCEEDED" }],
      }),
    ]);
    expect(report).to.deep.include({
      ...{ run: "run-1", command: "upgrade", environment: "prod", accountId: "123456789012", reason: "CHG-1" },
      ...{ versions: { panther: "0.1.0", node: "20.20.2" }, started: at(0), ended: at(100), seconds: 100 },
      ...{ result: "done", from: "1.36.0", to: "1.37.11", failure: null, stacks: null, unreadableLines: 0 },
      ...{ operations: [], findings: [], manualSteps: [], notices: [{ time: at(96), message: "Slow" }] },
    });
    expect(report.steps.map(({ step: name, outcome }) => `${name} ${outcome}`)).to.deep.equal(["build unchanged"]);
    expect(report.hops.map(({ index, outcome, end }) => ({ index, outcome, end }))).to.deep.equal([
      { index: 1, outcome: "done", end: at(92) },
      { index: 2, outcome: "done", end: at(95) },
    ]);
    const [role, root, build] = report.hops[0]?.steps ?? [];
    expect(role).to.deep.include({ step: "role", outcome: "updated", seconds: 2, operations: [], builds: [] });
    expect(build?.builds).to.deep.equal([
      {
        ...{ id: "panther-pulumi:1", joined: false, status: "SUCCEEDED", start: at(63), end: at(90), seconds: 27 },
        phases: [
          { phase: "QUEUED", start: at(63), end: at(65), seconds: 2 },
          { phase: "BUILD", start: at(65), end: at(90), seconds: 25 },
        ],
      },
    ]);
    const [operation, ...more] = root?.operations ?? [];
    expect(more).to.deep.equal([]);
    expect(operation).to.deep.include({ start: at(10), end: at(60), seconds: 50, outcome: "done" });
    expect(operation?.counts).to.deep.equal({ done: 6, failed: 0, cancelled: 0, "rolled-back": 0, unfinished: 0 });
    expect(outline(operation?.stack)).to.deep.equal({
      root: "done, update 43 done, cleanup 7 done",
      "root/Core": "done, update 41 done",
      "root/Core/A": "done, update 18 done",
      "root/Core/Quick": "done, update 0 done",
      "root/Core/Beside": "done, update 1 done",
      "root/Core/B": "done, update 15 done",
      "root/Data": "done, update 11 done, cleanup 38 done",
      "root/Data/Table": "done, create 7 done",
      "root/Data/Gone": "done, delete 2 done",
    });
    expect(operation?.stack.resources[0]).to.deep.include({ physicalId: "id-of-Core" });
    expect(operation?.criticalPath.map(linkOf)).to.deep.equal([
      "Core update 41 after 1",
      "Core/A update 18 after 1",
      "Core/B update 15 after 5",
      "Data/Gone delete 2 after 3",
    ]);
    const critical = operation?.stack.resources.filter(({ spans }) => spans.some((span) => span.critical));
    expect(critical?.map(({ logicalId }) => logicalId)).to.deep.equal(["Core"]);
    expect(report.slowest.map(({ path, seconds }) => `${path.join("/")} ${seconds}`)).to.deep.equal([
      ...["root/Core/A 18", "root/Core/B 15", "root/Data/Table 7", "root/Data/Gone 2", "root/Core/Beside 1"],
    ]);
  });

  it("of a run that failed: the failure, what was cancelled, and the way back", () => {
    const standing = { running: "1.36.0", stacks: { root: "UPDATE_ROLLBACK_COMPLETE" } };
    const report = reported([
      hop(5),
      step(8, "root"),
      moved(10, "root", "UPDATE_IN_PROGRESS"),
      moved(11, "root/Core", "UPDATE_IN_PROGRESS"),
      moved(12, "root/Core/Api", "UPDATE_IN_PROGRESS"),
      moved(12, "root/Core/Other", "CREATE_IN_PROGRESS"),
      moved(20, "root/Core/Api", "UPDATE_FAILED", "Denied"),
      moved(20, "root/Core/Other", "CREATE_FAILED", "Resource creation cancelled"),
      moved(20, "root/Core/Never", "CREATE_FAILED"),
      line(20, "failure-found", { cause }),
      moved(21, "root/Core", "UPDATE_FAILED", "The following resource(s) failed"),
      moved(22, "root", "UPDATE_ROLLBACK_IN_PROGRESS", "The following resource(s) failed"),
      moved(23, "root/Core", "UPDATE_ROLLBACK_IN_PROGRESS"),
      moved(24, "root/Core/Other", "DELETE_COMPLETE"),
      // Its parent's view of it, as local AWS and AWS have it.
      moved(26, "root/Core", "UPDATE_IN_PROGRESS"),
      moved(28, "root/Core", "UPDATE_COMPLETE"),
      moved(28, "root/Core", "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS"),
      // It was given up before anything was changed: its undoing is said to be complete at once.
      moved(27, "root/Core/Api", "UPDATE_COMPLETE"),
      moved(28, "root/Core/Api", "UPDATE_COMPLETE"),
      moved(29, "root/Core", "UPDATE_ROLLBACK_COMPLETE"),
      moved(29, "root/Core", "UPDATE_COMPLETE"),
      moved(11, "root/Data", "CREATE_IN_PROGRESS"),
      moved(20, "root/Data", "ROLLBACK_IN_PROGRESS"),
      moved(21, "root/Data", "CREATE_FAILED", "Resource creation cancelled"),
      moved(24, "root/Data", "DELETE_IN_PROGRESS"),
      moved(26, "root/Data", "DELETE_COMPLETE"),
      moved(11, "root/Whole/Data", "UPDATE_IN_PROGRESS"),
      moved(12, "root/Whole/Data", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"),
      moved(22, "root/Whole/Data", "UPDATE_ROLLBACK_IN_PROGRESS"),
      moved(23, "root/Whole/Data", "UPDATE_ROLLBACK_COMPLETE"),
      moved(20, "root/Whole/Core", "UPDATE_IN_PROGRESS"),
      moved(21, "root/Whole/Core", "UPDATE_FAILED"),
      moved(22, "root/Whole/Core", "UPDATE_FAILED"),
      moved(23, "root/Whole/Core", "UPDATE_COMPLETE"),
      moved(30, "root", "UPDATE_ROLLBACK_COMPLETE"),
      step(31, "root", "failed"),
      line(32, "failed", {
        ...{ code: "root-failed", message: "The root stack failed", fix: "Look", cause, hint, standing },
        consoleUrl: "https://console.aws.amazon.com/x",
      }),
      summary(33, "failed"),
    ]);
    const { path, stackArn, type, physicalId, status, reason, time } = cause;
    expect(report.failure).to.deep.equal({
      ...{ code: "root-failed", message: "The root stack failed", fix: "Look", hint },
      cause: { path, stackArn, type, physicalId, status, reason, time },
      consoleUrl: "https://console.aws.amazon.com/x",
    });
    expect(report).to.deep.include({ result: "failed", from: null, to: null, stacks: standing.stacks });
    expect(report.hops[0]).to.include({ outcome: "failed", end: at(31), seconds: 26 });
    const [operation] = report.hops[0]?.steps[0]?.operations ?? [];
    expect(operation).to.include({ outcome: "failed", end: at(30) });
    expect(outline(operation?.stack)).to.deep.equal({
      root: "failed, update 12 failed, rollback 8 rolled-back",
      "root/Core": "failed, update 10 failed, rollback 5 rolled-back, cleanup 1 rolled-back",
      "root/Core/Api": "failed, update 8 failed, update 0 done, update 0 done",
      "root/Core/Other": "cancelled, create 8 cancelled, delete 0 done",
      "root/Core/Never": "failed, create 0 failed",
      "root/Data": "cancelled, create 9 cancelled, rollback 4 rolled-back, delete 2 done",
      "root/Whole": "unfinished, update ? unfinished",
      "root/Whole/Core": "failed, update 2 failed, update 0 done",
      "root/Whole/Data": "rolled-back, update 1 done, cleanup 10 done, rollback 1 rolled-back",
    });
  });

  it("of a run that was killed: what had begun has no end, and what had been found is the failure", () => {
    const lines = [
      hop(5),
      step(8, "root"),
      moved(10, "root", "CREATE_IN_PROGRESS"),
      moved(12, "root/Core/Api", "CREATE_IN_PROGRESS"),
      moved(20, "root/Core/Api", "CREATE_FAILED", "Denied"),
      line(20, "failure-found", { cause, hint }),
      '{"time":"2026-11-21T12:0',
    ];
    const report = reported(lines);
    expect(report).to.include({ result: "killed", from: "1.36.0", to: "1.37.11", ended: at(20), unreadableLines: 1 });
    expect(report.failure).to.deep.include({ code: null, message: null, fix: null, hint, consoleUrl: null });
    expect(report.failure?.cause).to.deep.include({ path: cause.path, reason: "Denied" });
    expect(report.hops[0]).to.include({ outcome: "unfinished", end: null, seconds: null });
    expect(report.hops[0]?.steps[0]).to.include({ outcome: "unfinished", end: null });
    const [operation] = report.hops[0]?.steps[0]?.operations ?? [];
    expect(operation).to.deep.include({ end: null, seconds: null, outcome: "unfinished", criticalPath: [] });
    expect(outline(operation?.stack)).to.deep.equal({
      root: "unfinished, create ? unfinished",
      // Its own events are lost.
      "root/Core": "unfinished, update ? unfinished",
      "root/Core/Api": "failed, create 8 failed",
    });
    expect(reported(lines, true).result).to.equal("running");
    expect(reported([line(20, "failure-found", { cause })]).failure?.hint).to.equal(null);
    // It went well afterwards.
    expect(reported([...lines, summary(30, "done")]).failure).to.equal(null);
  });

  it("tells operations apart: two in a first deploy's step, others outside of steps", () => {
    const deploy = reported([
      line(1, "release-started", { to: "1.36.0", index: 1, count: 1 }),
      step(2, "root"),
      moved(3, "root", "CREATE_IN_PROGRESS"),
      moved(4, "root", "CREATE_COMPLETE"),
      moved(5, "root", "UPDATE_IN_PROGRESS"),
      moved(6, "root/A", "IMPORT_COMPLETE"),
      moved(6, "root", "UPDATE_COMPLETE"),
      step(7, "role", "unchanged"),
    ]);
    expect(deploy.hops[0]).to.include({ from: null, outcome: "unfinished" });
    const kinds = deploy.hops[0]?.steps[0]?.operations.map(({ stack }) => Object.values(outline(stack)).join("; "));
    expect(kinds).to.deep.equal(["done, create 1 done", "done, update 1 done; done, import 0 done"]);

    const recovery = reported([
      moved(3, "root/A", "DELETE_IN_PROGRESS"),
      moved(4, "root/A", "DELETE_SKIPPED"),
      moved(5, "other", "UPDATE_ROLLBACK_COMPLETE"),
      line(6, "build-started", { id: "b", joined: true }),
      line(7, "recovered", { environment: "prod", stacks: { other: "UPDATE_ROLLBACK_COMPLETE" } }),
    ]);
    expect(recovery.operations.map(({ stack, end }) => [stack.logicalId, end])).to.deep.equal([
      ["root", null],
      ["other", at(5)],
    ]);
    expect(recovery.stacks).to.deep.equal({ other: "UPDATE_ROLLBACK_COMPLETE" });
    expect(reported([]).hops).to.deep.equal([]);
    expect(reported([hop(1)]).hops[0]).to.include({ outcome: "unfinished", end: null });
    const checked = [hop(1), step(2, "verify"), step(3, "verify", "succeeded")];
    expect(reported(checked).hops[0]).to.include({ outcome: "done", end: at(3) });
    expect(reported(checked.slice(0, 2)).hops[0]).to.include({ outcome: "unfinished", end: null });
    const unchecked = [hop(1), step(2, "root"), step(3, "root", "updated")];
    expect(reported([...unchecked, summary(4, "done")]).hops[0]).to.include({ outcome: "done", end: at(3) });
    expect(reported(unchecked).hops[0]).to.include({ outcome: "unfinished", end: null });
    expect(reported([hop(1), hop(2)]).hops[0]).to.include({ outcome: "done", end: null });
  });

  it("has the steps of both sides of a split, and ends a hop with the last of them", () => {
    const onSide = (seconds: number, name: string, side: string, outcome?: string) =>
      outcome === undefined
        ? line(seconds, "step-started", { step: name, side, release: "1.37.11" })
        : line(seconds, "step-finished", { step: name, side, release: "1.37.11", outcome, seconds: 1 });
    const lines = [
      hop(1),
      ...[onSide(2, "verify", "backend"), onSide(3, "verify", "backend", "succeeded")],
      ...[onSide(4, "root", "web"), onSide(5, "root", "web", "updated")],
    ];
    const [open] = reported(lines).hops;
    expect(open?.steps.map(({ step: name, side }) => [name, side])).to.deep.equal([
      ["verify", "backend"],
      ["root", "web"],
    ]);
    expect(open).to.include({ outcome: "unfinished", end: null });
    const whole = [...lines, onSide(6, "bridge", "web"), onSide(7, "bridge", "web", "succeeded")];
    expect(reported(whole).hops[0]).to.include({ outcome: "done", end: at(7) });
    // The end of one side's step is not that of the other's.
    const mixed = [hop(1), onSide(2, "root", "backend"), onSide(3, "root", "web", "updated")];
    expect(reported(mixed).hops[0]?.steps[0]).to.include({ outcome: "unfinished" });
  });

  it("has a build that the run did not see the end of, and one that it joined", () => {
    const id = "panther-pulumi:1";
    const report = reported([step(1, "build"), line(2, "build-started", { id, joined: true })]);
    expect(report.steps[0]?.builds).to.deep.equal([
      { id, joined: true, status: null, start: at(2), end: null, seconds: null, phases: [] },
    ]);
    const begun = reported([step(1, "build"), line(3, "build-phase", { id, phase: "BUILD" })]);
    expect(begun.steps[0]?.builds[0]).to.deep.include({
      ...{ joined: false, phases: [{ phase: "BUILD", start: at(3), end: null, seconds: null }] },
    });
  });

  it("links to nothing but https, and takes no failure for one without a cause", () => {
    const failed = reported([line(1, "failed", { code: "c", message: "m", consoleUrl: "javascript:alert(1)" })]);
    expect(failed.failure).to.deep.equal({
      ...{ code: "c", message: "m", fix: null, cause: null, hint: null, consoleUrl: null },
    });
    expect(failed.stacks).to.equal(null);
  });

  it("has what was planned, by name, and findings whose words the journal does not keep", () => {
    const change = (name: string, more: object = {}) => ({ name, required: false, ...more });
    const finding = {
      ...{ severity: "warning", code: "runtime", message: "Old", fix: "Wait", releases: ["1.37.11"], accepted: true },
    };
    const plan = {
      hops: [
        {
          ...{ to: "1.37.11", roleVersion: null },
          parameters: {
            added: [change("New", { newDefault: "1" })],
            removed: [change("Gone", { oldDefault: "2" })],
            defaultChanged: [],
            newlyRequired: [change("Due")],
            leftOut: ["Left"],
          },
        },
      ],
      settings: {
        parameters: [{ name: "Memory", wanted: "2", live: "1" }, { name: "Mail" }],
        notComparable: ["Secret"],
        tags: ["Owner"],
      },
      findings: [finding],
      manualSteps: [{ code: "m", release: "1.37.11", when: "after", text: "Tell", source: "Page" }],
    };
    const report = reported([
      line(1, "planned", { plan }),
      line(1, "finding", { severity: "warning", code: "runtime", releases: ["1.37.11"] }),
      line(1, "finding", { severity: "error", code: "other", releases: [] }),
    ]);
    const release = "1.37.11";
    expect(report.parameters).to.deep.equal([
      { release, name: "New", change: "added", oldDefault: null, newDefault: "1" },
      { release, name: "Gone", change: "removed", oldDefault: "2", newDefault: null },
      { release, name: "Due", change: "newly-required", oldDefault: null, newDefault: null },
      { release, name: "Left", change: "left-out", oldDefault: null, newDefault: null },
    ]);
    expect(report.settings).to.deep.equal([
      { kind: "parameter", name: "Memory", before: "1", wanted: "2" },
      { kind: "parameter", name: "Mail", before: null, wanted: null },
      { kind: "not-comparable", name: "Secret", before: null, wanted: null },
      { kind: "tag", name: "Owner", before: null, wanted: null },
    ]);
    expect(report.findings).to.deep.equal([
      finding,
      { severity: "error", code: "other", message: null, fix: null, releases: [], accepted: false },
    ]);
    expect(report.manualSteps[0]).to.deep.equal({ release: "1.37.11", when: "after", text: "Tell", source: "Page" });
    expect(reported([line(1, "planned", { plan: { ...plan, settings: null } })]).settings).to.deep.equal([]);
    const otherwise = reported([line(1, "planned", { plan: { findings: [finding], hops: "many" } })]);
    expect(otherwise).to.deep.include({ findings: [finding], parameters: [], settings: [], unreadableLines: 0 });
  });

  it("passes over what it does not know, and counts what it can't read", () => {
    const report = reported([
      line(1, "something-new", { odd: true }),
      "",
      line(1, "notice", {}),
      JSON.stringify({ type: "notice", message: "when?" }),
      JSON.stringify({ type: "notice", time: "soon", message: "when?" }),
      JSON.stringify(["no", "event"]),
      moved(-6, "root", "CREATE_COMPLETE"),
      step(-7, "build"),
      step(-8, "build", "succeeded"),
    ]);
    expect(report).to.include({ unreadableLines: 4, ended: at(0), seconds: 0 });
    // A clock that goes back makes no negative span.
    expect(report.steps[0]).to.include({ seconds: 0 });
    expect(runReport(readJournal(""), false)).to.equal(undefined);
    const old = line(0, "run-started", {
      ...{ run: "r", command: "deploy", environment: "e", accountId: "1", region: "r", caller: "c", host: "h" },
    });
    expect(runReport(readJournal(old), false)).to.deep.include({ reason: null, versions: {} });
  });
});
