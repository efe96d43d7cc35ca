import { expect } from "chai";
import type { PresentStack } from "../../automation/observe.ts";
import { removeFailedCreations } from "../../automation/recover.ts";
import type { Run } from "../../automation/run.ts";
import type { PantherError } from "../../model/error.ts";

const failedCreation = (name: string, terminationProtection: boolean): PresentStack => ({
  kind: "present",
  stackId: `arn:${name}`,
  name,
  status: "ROLLBACK_COMPLETE",
  lastChange: new Date(0),
  tags: {},
  terminationProtection,
});

describe("what a failed first creation left", () => {
  it("stays where somebody has protected it: said with the command that lifts it, and nothing is deleted", async () => {
    const deleted: unknown[] = [];
    const run = {
      environment: { name: "prod", region: "eu-west-1", rootStackName: "panther-prod" },
      aws: { stacks: { deleteStack: async (input: unknown) => deleted.push(input) } },
      aboutToChange: () => deleted.push("about to"),
      report: () => undefined,
    } as unknown as Run;
    const stacks = [failedCreation("role", false), failedCreation("panther-prod", true)];
    const error = await removeFailedCreations(run, stacks).catch((thrown: PantherError) => thrown);
    expect(error).to.include({ code: "stack-protected" });
    expect((error as PantherError).message)
      .to.include("panther-prod is ROLLBACK_COMPLETE")
      .and.include("protected");
    expect((error as PantherError).fix)
      .to.include("--no-enable-termination-protection --stack-name panther-prod --region eu-west-1")
      .and.include("same command again");
    expect(deleted).to.deep.equal([]);
  });
});
