import {
  type CloudFormationServiceException,
  CreateStackCommand,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import { expect } from "chai";
import { child, events, harness, refusal, scope, template } from "./harness.ts";
import { sdkClient } from "./sdkClient.ts";

describe("refusals", () => {
  const h = harness();
  const sdk = sdkClient(h);

  it("refuses for good, not as a failure to be repeated, when an unchanged root's nested template is gone", async () => {
    h.templates.set("c", template({ A: {} }));
    await sdk.client().send(new CreateStackCommand({ StackName: "n", TemplateBody: template({ C: child("c") }) }));
    await h.engine.settled();
    h.templates.delete("c");
    const error = await sdk
      .client()
      .send(new UpdateStackCommand({ StackName: "n", UsePreviousTemplate: true }))
      .catch((caught: CloudFormationServiceException) => caught);
    expect(error).to.include({
      name: "ValidationError",
      message: "S3 error: The specified key does not exist. https://t/c",
    });
    expect(error.$metadata.httpStatusCode).to.equal(400);
  });

  it("refuses what local AWS does not act on, unless it asks for nothing", async () => {
    const create = { StackName: "x", TemplateBody: template({ A: {} }) };
    const triggers = { RollbackTriggers: [{ Arn: "arn:aws:cloudwatch:x", Type: "AWS::CloudWatch::Alarm" }] };
    const calls = {
      "RetainExceptOnCreate of CreateStack": new CreateStackCommand({ ...create, RetainExceptOnCreate: true }),
      "RollbackConfiguration of CreateStack": new CreateStackCommand({ ...create, RollbackConfiguration: triggers }),
      "RollbackConfiguration of UpdateStack": new UpdateStackCommand({
        ...create,
        RollbackConfiguration: { MonitoringTimeInMinutes: 5 },
      }),
    };
    for (const [name, command] of Object.entries(calls)) {
      const error = await sdk
        .client()
        .send(command as CreateStackCommand)
        .catch((caught: Error) => caught);
      expect(error).to.include({
        name: "NotImplemented",
        message: `Local AWS does not have ${name}: leave it out here, or try it on a real account.`,
      });
    }
    const nothing = { RollbackTriggers: [], MonitoringTimeInMinutes: 0 };
    const { StackId } = await sdk
      .client()
      .send(new CreateStackCommand({ ...create, RetainExceptOnCreate: false, RollbackConfiguration: nothing }));
    expect(StackId).to.match(/^arn:/);
    await h.engine.settled();
  });

  it("refuses types that nobody has: a root's at once, a child's before the child exists", async () => {
    const h = harness();
    const unknown = template(
      { A: {}, B: {}, C: { $: { Condition: "No" } } },
      { Conditions: { No: { "Fn::Equals": [1, 2] } } },
    ).replaceAll("Fake::Thing", "Unknown::Thing");
    const message = "Template format error: Unrecognized resource types: [Unknown::Thing]";
    for (const call of [
      () => h.engine.createStack(scope, { StackName: "s", TemplateBody: unknown }),
      () => h.engine.validateTemplate(scope, { TemplateBody: unknown }),
    ]) {
      expect(await refusal(call)).to.equal(`ValidationError: ${message}`);
    }
    expect(h.engine.listStacks(scope).StackSummaries).to.deep.equal([]);
    h.templates.set("c", unknown);
    await h.engine.createStack(scope, { StackName: "r", TemplateBody: template({ N: child("c") }) });
    await h.engine.settled();
    expect(events(h, "r")).to.include(`N CREATE_FAILED ${message}`);
    expect(h.provider.calls).to.deep.equal([]);
  });
});
