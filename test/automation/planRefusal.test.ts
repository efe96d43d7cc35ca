import { expect } from "chai";
import type { DriverEvent } from "../../automation/events.ts";
import { refusalOfPlan } from "../../automation/planRefusal.ts";
import type { PlanFinding } from "../../model/release/plan/planFindings.ts";
import { parseVersion } from "../../model/release/version.ts";

const finding = (more: Partial<PlanFinding>): PlanFinding => ({
  severity: "error",
  code: "missing-required",
  message: "v1.38.5: X has to be set.",
  fix: "Set X.",
  releases: [parseVersion("1.38.5")],
  accepted: false,
  ...more,
});

/** What is reported of a plan with these findings, and how the run is refused. */
function refusal(...findings: readonly PlanFinding[]) {
  return accepting([], findings);
}

function accepting(accept: readonly string[], findings: readonly PlanFinding[]) {
  const events: DriverEvent[] = [];
  const report = (event: DriverEvent) => void events.push(event);
  const outcome = refusalOfPlan({ report, environment: { name: "prod" }, accept }, { plan: { findings } });
  return { events, event: outcome?.kind === "refused" ? outcome.event : undefined };
}

describe("a refused plan", () => {
  it("goes on where nothing is an error, with every finding reported", () => {
    const { events, event } = refusal(
      finding({ severity: "warning", code: "odd" }),
      finding({ severity: "warning", accepted: true }),
    );
    expect(event).to.equal(undefined);
    expect(events).to.deep.equal([
      {
        type: "finding",
        severity: "warning",
        code: "odd",
        message: "v1.38.5: X has to be set.",
        fix: "Set X.",
        releases: ["1.38.5"],
      },
      {
        type: "finding",
        severity: "warning",
        code: "missing-required",
        message: "v1.38.5: X has to be set.",
        fix: "Set X.",
        releases: ["1.38.5"],
        accepted: true,
      },
    ]);
  });

  it("says which accepted names were not found", () => {
    const { events, event } = accepting(
      ["odd", "old"],
      [finding({ severity: "warning", code: "odd", accepted: true })],
    );
    expect(event).to.equal(undefined);
    expect(events.filter(({ type }) => type === "notice")).to.deep.equal([
      { type: "notice", message: "Accepted, and not among the findings: old." },
    ]);
  });

  it("blames the file for parameters, all of them", () => {
    const { event } = refusal(finding({}), finding({ message: "v1.39.7: Y is too long.", fix: "Shorten Y." }));
    expect(event).to.include({
      code: "parameters-refused",
      message:
        "prod can't be deployed with what its file says. Nothing was changed.\n- v1.38.5: X has to be set. Set X.\n- v1.39.7: Y is too long. Shorten Y.",
    });
    expect(event?.fix).to.include("stacks/Pulumi.prod.yaml");
  });

  it("has the code of what is no parameter, and the rest with it", () => {
    const way = finding({ code: "downgrade", message: "Older.", fix: "Stay.", releases: [] });
    expect(refusal(way).event).to.deep.equal({ type: "failed", code: "downgrade", message: "Older.", fix: "Stay." });
    expect(refusal(finding({}), way).event).to.deep.equal({
      type: "failed",
      code: "downgrade",
      message: "Older.\n- v1.38.5: X has to be set. Set X.",
      fix: "Stay. What else is listed stands in the way, too.",
    });
  });
});
