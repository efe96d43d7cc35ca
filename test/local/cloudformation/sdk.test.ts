import {
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  GetTemplateSummaryCommand,
  ListStacksCommand,
  UpdateStackCommand,
  UpdateTerminationProtectionCommand,
} from "@aws-sdk/client-cloudformation";
import { expect } from "chai";
import { harness, refusal, scope, template } from "./harness.ts";
import { sdkClient } from "./sdkClient.ts";

describe("the Query protocol, spoken by the SDK", () => {
  const h = harness();
  const sdk = sdkClient(h);

  const body = template(
    { A: { Text: { Ref: "Word" } } },
    {
      Description: 'Some <b>"words"</b> & more',
      Parameters: { Word: { Type: "String", AllowedValues: ["one", "two"] }, Secret: { Type: "String", NoEcho: true } },
      Outputs: { Arn: { Value: { "Fn::GetAtt": ["A", "Arn"] }, Export: { Name: "the-arn" } } },
    },
  );
  const parameters = [
    { ParameterKey: "Word", ParameterValue: "one" },
    { ParameterKey: "Secret", ParameterValue: "s3cret" },
  ];

  it("creates, describes, updates and deletes a stack", async () => {
    const { StackId } = await sdk.client().send(
      new CreateStackCommand({
        StackName: "s",
        TemplateBody: body,
        Parameters: parameters,
        Tags: [{ Key: "team", Value: "a&b" }],
        NotificationARNs: [],
        EnableTerminationProtection: true,
        TimeoutInMinutes: 30,
      }),
    );
    await h.engine.settled();
    const stack = (await sdk.client().send(new DescribeStacksCommand({ StackName: StackId }))).Stacks?.[0];
    expect(stack).to.deep.include({
      StackName: "s",
      StackStatus: "CREATE_COMPLETE",
      Description: 'Some <b>"words"</b> & more',
      EnableTerminationProtection: true,
      TimeoutInMinutes: 30,
      DisableRollback: false,
      CreationTime: new Date("2030-01-01T00:00:00.000Z"),
      Tags: [{ Key: "team", Value: "a&b" }],
      Parameters: [
        { ParameterKey: "Word", ParameterValue: "one" },
        { ParameterKey: "Secret", ParameterValue: "****" },
      ],
      Outputs: [{ OutputKey: "Arn", OutputValue: "arn:fake:A-1", ExportName: "the-arn" }],
    });
    const previous = parameters.map(({ ParameterKey }) => ({ ParameterKey, UsePreviousValue: true }));
    await sdk.client().send(
      new UpdateStackCommand({
        StackName: "s",
        UsePreviousTemplate: true,
        Parameters: [{ ParameterKey: "Word", ParameterValue: "two" }, ...previous.slice(1)],
      }),
    );
    await h.engine.settled();
    const { StackResources } = await sdk.client().send(new DescribeStackResourcesCommand({ StackName: "s" }));
    expect(StackResources?.[0]).to.deep.include({
      LogicalResourceId: "A",
      PhysicalResourceId: "A-1",
      ResourceStatus: "UPDATE_COMPLETE",
    });
    expect((await sdk.client().send(new GetTemplateCommand({ StackName: "s" }))).TemplateBody).to.equal(body);

    const protectedName = await sdk
      .client()
      .send(new DeleteStackCommand({ StackName: "s" }))
      .catch((error: Error) => `${error.name}: ${error.message}`);
    expect(protectedName).to.equal(
      "ValidationError: Stack [s] cannot be deleted while TerminationProtection is enabled",
    );
    await sdk
      .client()
      .send(new UpdateTerminationProtectionCommand({ StackName: "s", EnableTerminationProtection: false }));
    await sdk.client().send(new DeleteStackCommand({ StackName: "s" }));
    await h.engine.settled();
    const deleted = await sdk.client().send(new ListStacksCommand({ StackStatusFilter: ["DELETE_COMPLETE"] }));
    expect(deleted.StackSummaries?.map((summary) => summary.StackId)).to.deep.equal([StackId]);
    const events = (await sdk.client().send(new DescribeStackEventsCommand({ StackName: StackId }))).StackEvents ?? [];
    expect(events[0]).to.deep.include({ LogicalResourceId: "s", ResourceStatus: "DELETE_COMPLETE", StackId });
  });

  it("summarises a template with nothing but the allowed values, as AWS does", async () => {
    const summary = await sdk.client().send(new GetTemplateSummaryCommand({ TemplateBody: body }));
    expect(summary.Parameters).to.deep.equal([
      {
        ParameterKey: "Word",
        ParameterType: "String",
        NoEcho: false,
        ParameterConstraints: { AllowedValues: ["one", "two"] },
      },
      { ParameterKey: "Secret", ParameterType: "String", NoEcho: true, ParameterConstraints: {} },
    ]);
  });

  it("gives errors the SDK's own classes", async () => {
    const named = template({ R: {} }).replace("Fake::Thing", "AWS::IAM::Role");
    const errors = await Promise.all(
      [
        new CreateStackCommand({ StackName: "iam", TemplateBody: named }),
        new DescribeStacksCommand({ StackName: "nobody" }),
        new DescribeChangeSetCommand({ ChangeSetName: "arn:aws:nothing" }),
      ].map((command) =>
        sdk
          .client()
          .send(command as DescribeStacksCommand)
          .catch((error: Error) => `${error.name}: ${error.message}`),
      ),
    );
    expect(errors).to.deep.equal([
      "InsufficientCapabilitiesException: Requires capabilities : [CAPABILITY_IAM]",
      "ValidationError: Stack with id nobody does not exist",
      "ChangeSetNotFoundException: ChangeSet [arn:aws:nothing] does not exist",
    ]);
  });

  it("takes a stack through change sets: review, create, an empty one, an update", async () => {
    const create = new CreateChangeSetCommand({
      StackName: "c",
      ChangeSetName: "first",
      ChangeSetType: "CREATE",
      TemplateBody: body,
      Parameters: parameters,
    });
    const { Id, StackId } = await sdk.client().send(create);
    expect((await sdk.client().send(new DescribeStacksCommand({ StackName: "c" }))).Stacks?.[0]?.StackStatus).to.equal(
      "REVIEW_IN_PROGRESS",
    );
    const first = await sdk.client().send(new DescribeChangeSetCommand({ ChangeSetName: Id }));
    expect(first).to.deep.include({ Status: "CREATE_COMPLETE", ExecutionStatus: "AVAILABLE" });
    expect(
      first.Changes?.map((change) => [change.ResourceChange?.Action, change.ResourceChange?.LogicalResourceId]),
    ).to.deep.equal([["Add", "A"]]);
    await sdk.client().send(new ExecuteChangeSetCommand({ ChangeSetName: Id }));
    await h.engine.settled();
    expect(
      (await sdk.client().send(new DescribeStacksCommand({ StackName: StackId }))).Stacks?.[0]?.StackStatus,
    ).to.equal("CREATE_COMPLETE");

    await sdk.client().send(
      new CreateChangeSetCommand({
        StackName: "c",
        ChangeSetName: "empty",
        UsePreviousTemplate: true,
        Parameters: parameters,
      }),
    );
    const empty = await sdk.client().send(new DescribeChangeSetCommand({ ChangeSetName: "empty", StackName: "c" }));
    expect(empty).to.deep.include({
      Status: "FAILED",
      ExecutionStatus: "UNAVAILABLE",
      StatusReason:
        "The submitted information didn't contain changes. Submit different information to create a change set.",
    });
    const changed = [{ ParameterKey: "Word", ParameterValue: "two" }, ...parameters.slice(1)];
    await sdk.client().send(
      new CreateChangeSetCommand({
        StackName: "c",
        ChangeSetName: "second",
        UsePreviousTemplate: true,
        Parameters: changed,
      }),
    );
    await sdk.client().send(new ExecuteChangeSetCommand({ ChangeSetName: "second", StackName: "c" }));
    await h.engine.settled();
    expect((await sdk.client().send(new DescribeStacksCommand({ StackName: "c" }))).Stacks?.[0]?.StackStatus).to.equal(
      "UPDATE_COMPLETE",
    );
    expect(await refusal(() => h.engine.describeChangeSet(scope, "empty", "c"))).to.equal(
      "ChangeSetNotFound: ChangeSet [empty] does not exist",
    );
  });
});
