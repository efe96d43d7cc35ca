import { expect } from "chai";
import { type ServiceDeployment, type WebService, webPickup } from "../../../model/china/webPickup.ts";

const changed = new Date("2026-03-01T08:00:00Z");
const later = new Date("2026-03-01T08:00:01Z");
const newest = (values: Partial<ServiceDeployment> = {}): ServiceDeployment => ({
  id: "newest",
  status: "PRIMARY",
  created: later,
  updated: later,
  rollout: "COMPLETED",
  ...values,
});
const kind = (values: Partial<WebService>, deployment = "ours") =>
  webPickup(
    { arn: "service", deployments: [newest()], desired: 2, running: 2, ...values },
    { secretChanged: changed, deployment },
  );

describe("whether a service has what the secret says", () => {
  it("does once all its tasks began after the secret was changed", () => {
    expect(kind({})).to.deep.equal({ kind: "has it" });
    expect(kind({ running: 3 })).to.deep.equal({ kind: "has it" });
    const { rollout: _, ...silent } = newest();
    expect(kind({ deployments: [silent] })).to.deep.equal({ kind: "has it" });
    expect(kind({ desired: 0, running: 0 })).to.deep.equal({ kind: "has it" });
  });

  it("is about to while tasks of before are there, or too few new ones", () => {
    const before = newest({ status: "ACTIVE", created: new Date(0) });
    expect(kind({ deployments: [before, newest()] })).to.deep.equal({ kind: "on its way" });
    expect(kind({ deployments: [newest({ rollout: "IN_PROGRESS" })] })).to.deep.equal({ kind: "on its way" });
    expect(kind({ running: 1 })).to.deep.equal({ kind: "on its way" });
  });

  it("has not where it was started before, or in the same moment, or not at all", () => {
    expect(kind({ deployments: [newest({ created: changed })] })).to.deep.equal({ kind: "stale" });
    expect(kind({ deployments: [] })).to.deep.equal({ kind: "stale" });
  });

  it("does in a deployment that was asked for after the change, whatever the clocks say", () => {
    const atOnce = { deployments: [newest({ created: changed })] };
    expect(kind(atOnce, "newest")).to.deep.equal({ kind: "has it" });
    expect(kind(atOnce, "another")).to.deep.equal({ kind: "stale" });
  });

  it("won't where ECS gave the deployment up", () => {
    const failed = newest({ rollout: "FAILED", reason: "tasks failed to start" });
    expect(kind({ deployments: [failed] })).to.deep.equal({ kind: "failed", reason: "tasks failed to start" });
    expect(kind({ deployments: [newest({ rollout: "FAILED" })] })).to.deep.equal({
      kind: "failed",
      reason: "ECS gives no reason",
    });
  });
});
