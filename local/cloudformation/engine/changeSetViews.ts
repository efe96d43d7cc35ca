import type { Change, ChangeSetSummary, DescribeChangeSetOutput } from "@aws-sdk/client-cloudformation";
import { loadTemplate } from "../template/load.ts";
import { shownValue } from "../template/parameters.ts";
import { type ChangeSetState, type DetailState, type ResourceChangeState, replacementIn } from "./changeSetState.ts";
import { page } from "./pages.ts";

/** A change set as DescribeChangeSet shows it, a page of its changes at a time. */
export function changeSetView(
  set: ChangeSetState,
  stackName: string | undefined,
  token: string | undefined,
): DescribeChangeSetOutput {
  const { definition } = set;
  const declared = loadTemplate(definition.templateBody).parameters;
  const { items, nextToken } = page(set.status === "CREATE_IN_PROGRESS" ? [] : set.changes, token);
  return {
    ...changeSetSummary(set, stackName),
    Parameters: Object.entries(definition.parameters).map(([key, value]) => ({
      ParameterKey: key,
      ParameterValue: shownValue(declared[key], value),
    })),
    Capabilities: [...definition.capabilities] as DescribeChangeSetOutput["Capabilities"],
    NotificationARNs: [...definition.notificationArns],
    Tags: definition.tags.map(({ key, value }) => ({ Key: key, Value: value })),
    RollbackConfiguration: {},
    Changes: items.map(changeView),
    NextToken: nextToken,
  };
}

/** The same without its changes, as ListChangeSets shows it. */
export function changeSetSummary(set: ChangeSetState, stackName: string | undefined): ChangeSetSummary {
  return {
    ChangeSetId: set.id,
    ChangeSetName: set.name,
    StackId: set.stackId,
    StackName: stackName,
    Description: set.description,
    CreationTime: new Date(set.createdAt),
    ExecutionStatus: set.executionStatus,
    Status: set.status,
    StatusReason: set.statusReason,
    IncludeNestedStacks: set.includeNested ?? false,
    ParentChangeSetId: set.parentId,
    RootChangeSetId: set.rootId,
  };
}

function changeView(change: ResourceChangeState): Change {
  const { action, logicalId, physicalId, type, details = [], policyAction, changeSetId } = change;
  return {
    Type: "Resource",
    ResourceChange: {
      Action: action,
      LogicalResourceId: logicalId,
      PhysicalResourceId: physicalId,
      ResourceType: type,
      PolicyAction: policyAction,
      Scope: [...new Set(details.map(({ attribute }) => attribute))],
      Replacement: action === "Modify" ? replacementIn(details) : undefined,
      Details: details.map(detailView),
      ChangeSetId: changeSetId,
    },
  };
}

function detailView({ attribute, name, recreation, evaluation, source, cause }: DetailState) {
  return {
    Target: { Attribute: attribute, Name: name, RequiresRecreation: recreation },
    Evaluation: evaluation,
    ChangeSource: source,
    CausingEntity: cause,
  };
}
