import { expect } from "chai";
import { changesAnything, type FoundStack, recoveryStep } from "../../../model/recovery/recoveryStep.ts";
import { recoveryTable } from "../../../model/recovery/recoveryTable.ts";

const found = (status: string, more: Partial<FoundStack> = {}): FoundStack => ({
  stack: "root",
  name: "panther-prod",
  stackId: "arn:aws:cloudformation:eu-west-1:111111111111:stack/panther-prod/1",
  status,
  ran: true,
  terminationProtection: false,
  blocked: [],
  ...more,
});
const where = { environment: "prod", region: "eu-west-1" };
const step = (status: string, more?: Partial<FoundStack>) => recoveryStep(found(status, more), where);
const blocked = [
  {
    stackId: "arn",
    stackName: "c",
    logicalId: "Table",
    path: ["Core", "Table"],
    type: "AWS::DynamoDB::Table",
    reason: "no",
  },
];

describe("the recovery of a stack", () => {
  it("follows the table, for whatever status, stack and past", () => {
    for (const [status, { ran, neverRan, means }] of Object.entries(recoveryTable)) {
      const answers = [step(status), step(status, { stack: "role" }), step(status, { ran: false })];
      expect(
        answers.map(({ answer }) => answer),
        status,
      ).to.deep.equal([ran.root, ran.role, neverRan]);
      for (const { text, answer, commands, means: said } of answers) {
        expect(text, status).to.match(/\.$/);
        expect(said).to.equal(means);
        expect(commands.length > 0, status).to.equal(answer === "person");
      }
    }
  });

  it("has the command for a person, with the stack and its region", () => {
    const deleting = step("DELETE_FAILED", { blocked });
    expect(deleting.commands).to.deep.equal([
      "aws cloudformation delete-stack --stack-name panther-prod --region eu-west-1",
    ]);
    expect(deleting.text).to.include("could not be deleted (Core/Table)");
    expect(step("IMPORT_ROLLBACK_FAILED").commands).to.deep.equal([
      "aws cloudformation describe-stack-events --stack-name panther-prod --region eu-west-1",
    ]);
  });

  it("leaves a stack that is protected from termination to a person, and nothing else for that reason", () => {
    const guarded = step("ROLLBACK_COMPLETE", { ran: false, terminationProtection: true });
    expect([guarded.answer, guarded.commands[0]]).to.deep.equal([
      "person",
      "aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name panther-prod --region eu-west-1",
    ]);
    expect(step("REVIEW_IN_PROGRESS", { ran: false, terminationProtection: true }).answer).to.equal("person");
    expect(step("UPDATE_ROLLBACK_FAILED", { terminationProtection: true }).answer).to.equal("continue-rollback");
  });

  it("names what stopped a rollback, and why a role may be deleted that ran", () => {
    expect(step("UPDATE_ROLLBACK_FAILED", { blocked }).text).to.include("what stopped it: Core/Table");
    expect(step("DELETE_FAILED", { stack: "role" }).text).to.equal(
      "Delete it: a role holds no data. panther deploy prod creates it again.",
    );
    expect(step("ROLLBACK_FAILED", { ran: false }).text).to.include("nothing ever ran in it");
  });

  it("changes nothing by waiting, or by asking a person", () => {
    expect(changesAnything([step("UPDATE_IN_PROGRESS"), step("DELETE_FAILED"), step("UPDATE_COMPLETE")])).to.equal(
      false,
    );
    expect(changesAnything([step("UPDATE_COMPLETE"), step("UPDATE_FAILED")])).to.equal(true);
  });
});
