import { expect } from "chai";
import { recoveredText, recoveryQuestion, recoveryText } from "../../automation/cli/recoveryText.ts";
import type { RecoveryPlan } from "../../automation/recovery/recoveryEvents.ts";
import { type FoundStack, recoveryStep } from "../../model/recovery/recoveryStep.ts";

const table = {
  stackId: "arn",
  stackName: "panther-prod-Core-ABC",
  logicalId: "OutputsTable",
  path: ["Core", "OutputsTable"],
  type: "AWS::DynamoDB::Table",
  reason: 'Resource handler returned message: "Table not found" (HandlerErrorCode: NotFound)',
};
const found: FoundStack = {
  stack: "root",
  name: "panther-prod",
  stackId: "arn",
  status: "UPDATE_ROLLBACK_FAILED",
  statusReason: "The following resource(s) failed to update: [Core]. ",
  ran: true,
  terminationProtection: true,
  blocked: [table],
};
const where = { environment: "prod", region: "us-east-1" };
const plan: RecoveryPlan = {
  environment: "prod",
  stacks: [
    recoveryStep({ ...found, stack: "role", name: "role", status: "UPDATE_COMPLETE", blocked: [] }, where),
    recoveryStep(found, where),
  ],
  skipped: [table],
  leftovers: [{ name: "panther-prod-More-ABC", stackId: "arn" }],
  pulumi: {
    kind: "found",
    pending: [
      { operation: "creating", urn: "urn:x", stackName: "panther-prod" },
      { operation: "updating", urn: "urn:y" },
    ],
    lockPossible: true,
  },
};

describe("a recovery in words", () => {
  it("says what is stuck, where and why, what is done, and what Pulumi's side is, in 80 columns", () => {
    expect(recoveryText(plan)).to.equal(
      `role is UPDATE_COMPLETE: it was updated.
  → Nothing to do.
panther-prod is UPDATE_ROLLBACK_FAILED: an update failed, and rolling it back
failed as well.
  The following resource(s) failed to update: [Core].
  ✗ Core/OutputsTable (AWS::DynamoDB::Table): Resource handler returned message:
    "Table not found" (HandlerErrorCode: NotFound)
  → Continue the rollback to what stood before; what stopped it:
    Core/OutputsTable. Where it can't be mended, --skip leaves it as it is.
  left as it is: Core/OutputsTable
  → Delete panther-prod-More-ABC: it is empty, left by a change set.
Pulumi: panther-prod: creating was cut off; it is settled
Pulumi: urn:y: updating was cut off; it is settled
Pulumi: a run was killed: its lock is cancelled, if it left one`,
    );
    expect(recoveryQuestion(plan)).to.equal("Recover prod?");
  });

  it("has a person's command on a line of its own, to be copied", () => {
    const deleting = recoveryStep({ ...found, status: "DELETE_FAILED" }, where);
    expect(
      recoveryText({ ...plan, stacks: [deleting], skipped: [], leftovers: [], pulumi: { kind: "none" } }),
    ).to.match(/\n {4}aws cloudformation delete-stack --stack-name panther-prod --region us-east-1$/);
  });

  it("says that there is nothing, and that Pulumi can't be asked", () => {
    const pulumi = { kind: "unavailable", message: "not logged in", fix: "pulumi login" } as const;
    expect(recoveryText({ ...plan, stacks: [], skipped: [], leftovers: [], pulumi })).to.equal(
      "prod has no stacks: there is nothing to recover.\nPulumi: not logged in",
    );
    expect(recoveryQuestion({ ...plan, stacks: [] })).to.equal("Clean up prod?");
    const ended = { type: "recovered", environment: "prod" } as const;
    expect(recoveredText({ ...ended, stacks: {} })).to.equal("Now prod has no stacks.");
    expect(recoveredText({ ...ended, stacks: { r: "CREATE_COMPLETE" } })).to.equal("Now r is CREATE_COMPLETE.");
  });
});
