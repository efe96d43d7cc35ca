import type * as Sdk from "@aws-sdk/client-cloudformation";
import type { CloudFormation } from "../engine.ts";
import type { Scope } from "../types.ts";

type Answer = object | undefined | Promise<object | undefined>;
export type Action = (engine: CloudFormation, scope: Scope, input: Record<string, unknown>) => Answer;

// The form carries what the SDK's serializer made of an input of that type; the engine checks the values themselves.
function typed<Input>(call: (engine: CloudFormation, scope: Scope, input: Input) => Answer): Action {
  return (engine, scope, input) => call(engine, scope, input as Input) ?? undefined;
}

/** Actions that answer nothing have no result element. */
export const actions: Readonly<Record<string, Action>> = {
  CreateStack: typed<Sdk.CreateStackInput>((engine, scope, input) => engine.createStack(scope, input)),
  UpdateStack: typed<Sdk.UpdateStackInput>((engine, scope, input) => engine.updateStack(scope, input)),
  DeleteStack: typed<Sdk.DeleteStackInput>(async (engine, scope, input) => {
    await engine.deleteStack(scope, input);
    return undefined;
  }),
  ContinueUpdateRollback: typed<Sdk.ContinueUpdateRollbackInput>((engine, scope, input) => {
    engine.continueUpdateRollback(scope, input);
    return {};
  }),
  RollbackStack: typed<Sdk.RollbackStackInput>((engine, scope, input) => engine.rollbackStack(scope, input)),
  CancelUpdateStack: typed<Sdk.CancelUpdateStackInput>((engine, scope, input) => {
    engine.cancelUpdateStack(scope, input);
    return undefined;
  }),
  DescribeStacks: typed<Sdk.DescribeStacksInput>((engine, scope, { StackName, NextToken }) =>
    engine.describeStacks(scope, StackName, NextToken),
  ),
  ListStacks: typed<Sdk.ListStacksInput>((engine, scope, { StackStatusFilter, NextToken }) =>
    engine.listStacks(scope, StackStatusFilter, NextToken),
  ),
  DescribeStackEvents: typed<Sdk.DescribeStackEventsInput>((engine, scope, { StackName, NextToken }) =>
    engine.describeStackEvents(scope, StackName, NextToken),
  ),
  DescribeEvents: typed<Sdk.DescribeEventsInput>((engine, scope, input) => engine.describeEvents(scope, input)),
  DescribeStackResource: typed<Sdk.DescribeStackResourceInput>((engine, scope, { StackName, LogicalResourceId }) =>
    engine.describeStackResource(scope, StackName, LogicalResourceId),
  ),
  DescribeStackResources: typed<Sdk.DescribeStackResourcesInput>((engine, scope, input) =>
    engine.describeStackResources(scope, input),
  ),
  ListStackResources: typed<Sdk.ListStackResourcesInput>((engine, scope, { StackName, NextToken }) =>
    engine.listStackResources(scope, StackName, NextToken),
  ),
  GetTemplate: typed<Sdk.GetTemplateInput>((engine, scope, { StackName, TemplateStage }) =>
    engine.getTemplate(scope, StackName, TemplateStage),
  ),
  GetTemplateSummary: typed<Sdk.GetTemplateSummaryInput>((engine, scope, input) =>
    engine.getTemplateSummary(scope, input),
  ),
  ValidateTemplate: typed<Sdk.ValidateTemplateInput>((engine, scope, input) => engine.validateTemplate(scope, input)),
  UpdateTerminationProtection: typed<Sdk.UpdateTerminationProtectionInput>((engine, scope, input) =>
    engine.updateTerminationProtection(scope, input),
  ),
  SetStackPolicy: typed<Sdk.SetStackPolicyInput>((engine, scope, { StackName, StackPolicyBody }) => {
    engine.setStackPolicy(scope, StackName, StackPolicyBody);
    return undefined;
  }),
  GetStackPolicy: typed<Sdk.GetStackPolicyInput>((engine, scope, { StackName }) =>
    engine.getStackPolicy(scope, StackName),
  ),
  DetectStackDrift: typed<Sdk.DetectStackDriftInput>((engine, scope, input) => engine.detectStackDrift(scope, input)),
  DescribeStackDriftDetectionStatus: typed<Sdk.DescribeStackDriftDetectionStatusInput>(
    (engine, scope, { StackDriftDetectionId }) =>
      engine.describeStackDriftDetectionStatus(scope, StackDriftDetectionId),
  ),
  DescribeStackResourceDrifts: typed<Sdk.DescribeStackResourceDriftsInput>((engine, scope, input) =>
    engine.describeStackResourceDrifts(scope, input),
  ),
  ListExports: typed<Sdk.ListExportsInput>((engine, scope, { NextToken }) => engine.listExports(scope, NextToken)),
  ListImports: typed<Sdk.ListImportsInput>((engine, scope, { ExportName }) => engine.listImports(scope, ExportName)),
  CreateChangeSet: typed<Sdk.CreateChangeSetInput>((engine, scope, input) => engine.createChangeSet(scope, input)),
  DescribeChangeSet: typed<Sdk.DescribeChangeSetInput>((engine, scope, { ChangeSetName, StackName, NextToken }) =>
    engine.describeChangeSet(scope, ChangeSetName, StackName, NextToken),
  ),
  ListChangeSets: typed<Sdk.ListChangeSetsInput>((engine, scope, { StackName }) =>
    engine.listChangeSets(scope, StackName),
  ),
  ExecuteChangeSet: typed<Sdk.ExecuteChangeSetInput>((engine, scope, input) => {
    engine.executeChangeSet(scope, input);
    return {};
  }),
  DeleteChangeSet: typed<Sdk.DeleteChangeSetInput>((engine, scope, { ChangeSetName, StackName }) => {
    engine.deleteChangeSet(scope, ChangeSetName, StackName);
    return {};
  }),
};
