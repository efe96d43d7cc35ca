import { hop, line, moved, step, summary, text } from "../../model/report/journals.ts";

/** What would be markup, or would read differently from what it is, if it were put into a page as it comes. */
export const hostile = `</script></style><img src=x onerror="alert(1)"><svg/onload='alert(2)'>&amp;\u202Egnp.exe\u0000\u001B[31m\u{E0041}"'\`|*`;

/** A run in which every text that anybody else decides on is hostile. */
export function hostileJournal(): string {
  const cause = {
    ...{ stackArn: hostile, stackName: hostile, logicalId: hostile, type: hostile, physicalId: hostile },
    ...{
      status: hostile,
      reason: `${hostile} ${"long ".repeat(2000)}${"x".repeat(10_000)}`,
      time: "2026-11-21T12:00:00Z",
    },
    path: ["root", hostile],
  };
  const change = { name: hostile, required: true, oldDefault: hostile, newDefault: hostile };
  const parameters = { added: [change], removed: [], defaultChanged: [], newlyRequired: [], leftOut: [hostile] };
  const finding = { severity: "warning", code: hostile, message: hostile, fix: hostile, releases: [hostile] };
  return text(
    line(0, "run-started", {
      ...{ run: hostile, command: hostile, environment: hostile, accountId: hostile, region: hostile },
      ...{ caller: hostile, host: hostile, reason: hostile, versions: { [hostile]: hostile } },
    }),
    line(1, "planned", {
      plan: {
        hops: [{ to: hostile, roleVersion: hostile, parameters }],
        settings: {
          parameters: [{ name: hostile, wanted: hostile, live: hostile }],
          notComparable: [],
          tags: [hostile],
        },
        findings: [{ ...finding, accepted: true }],
        manualSteps: [{ release: hostile, when: "before", text: hostile, source: hostile }],
      },
    }),
    hop(2),
    step(3, "root"),
    moved(4, `root`, "UPDATE_IN_PROGRESS"),
    line(4, "resource-event", {
      ...{ path: ["root", hostile, hostile], resourceType: hostile, physicalId: hostile, status: "UPDATE_IN_PROGRESS" },
    }),
    line(5, "resource-event", {
      ...{ path: ["root", hostile, hostile], resourceType: hostile, status: "UPDATE_FAILED", reason: cause.reason },
    }),
    moved(6, "root", "UPDATE_ROLLBACK_COMPLETE"),
    step(7, "root", "failed"),
    line(7, "step-started", { step: "build", release: hostile }),
    line(8, "build-started", { id: hostile, joined: true }),
    line(8, "build-phase", { id: hostile, phase: hostile }),
    line(9, "step-finished", { step: "build", release: hostile, outcome: hostile }),
    line(9, "notice", { message: hostile }),
    line(9, "failed", {
      ...{ code: hostile, message: hostile, fix: hostile, cause, hint: { code: hostile, text: hostile, fix: hostile } },
      ...{ consoleUrl: `https://x/${hostile}`, standing: { running: hostile, stacks: { [hostile]: hostile } } },
    }),
    summary(10, "failed", { from: hostile, to: hostile, builds: [{ id: hostile, status: hostile }] }),
  );
}
