import type {
  CreateChangeSetInput,
  CreateChangeSetOutput,
  DescribeChangeSetOutput,
  ListChangeSetsOutput,
} from "@aws-sdk/client-cloudformation";
import { ApiError, validationError } from "../errors.ts";
import { loadTemplate } from "../template/load.ts";
import { shownValue } from "../template/parameters.ts";
import type { Scope } from "../types.ts";
import type { ChangeSetState, ResourceChangeState } from "./changeSetState.ts";
import { changeSetArn } from "./identifiers.ts";
import { differs, effectFor } from "./nestedTarget.ts";
import { begin, newRootStack } from "./newStack.ts";
import { refuseWhatIsNotHere } from "./notHere.ts";
import { bracketed, stackFor } from "./reading.ts";
import { definitionFor } from "./requests.ts";
import type { Services } from "./services.ts";
import { type Definition, nestedStackType, type StackState } from "./state.ts";

const nothingToDo =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

/** Change sets, which say what would be done, and do it when executed. */
export class ChangeSets {
  private readonly byId = new Map<string, ChangeSetState>();

  constructor(private readonly services: Services) {}

  async create(scope: Scope, input: CreateChangeSetInput): Promise<CreateChangeSetOutput> {
    refuseWhatIsNotHere("CreateChangeSet", input);
    const services = this.services;
    const kind = input.ChangeSetType === "CREATE" ? "CREATE" : "UPDATE";
    const existing = services.stacks.find(scope, input.StackName ?? "");
    if (kind === "UPDATE" && !existing) throw validationError(bracketed(input.StackName ?? ""));
    if (kind === "CREATE" && existing && existing.status !== "REVIEW_IN_PROGRESS") {
      throw validationError(
        `Stack [${existing.name}] already exists and cannot be created again with the changeSet [${input.ChangeSetName}].`,
      );
    }
    if (existing && this.of(existing).some(({ name }) => name === input.ChangeSetName)) {
      throw new ApiError(
        "AlreadyExistsException",
        `ChangeSet ${input.ChangeSetName} cannot be created due to a mismatch with existing attribute Template`,
      );
    }
    const definition = await definitionFor(services, scope, input, kind === "UPDATE" ? existing : undefined);
    const stack = existing ?? this.review(scope, input, definition);
    const changes = kind === "CREATE" ? additions(stack, definition) : modifications(stack, definition);
    const empty = kind === "UPDATE" && !(await differs(services, stack, definition));
    const set: ChangeSetState = {
      id: changeSetArn(scope, input.ChangeSetName ?? "", services.random),
      name: input.ChangeSetName ?? "",
      stackId: stack.id,
      kind,
      createdAt: services.clock.now().getTime(),
      definition,
      changes: empty ? [] : changes,
      status: empty ? "FAILED" : "CREATE_COMPLETE",
      executionStatus: empty ? "UNAVAILABLE" : "AVAILABLE",
      ...(empty ? { statusReason: nothingToDo } : {}),
      ...(input.Description === undefined ? {} : { description: input.Description }),
      ...(input.OnStackFailure === undefined ? {} : { onFailure: input.OnStackFailure }),
    };
    this.byId.set(set.id, set);
    services.changed();
    return { Id: set.id, StackId: stack.id };
  }

  /** A change set by its ARN, or by its name and its stack. @throws ApiError ChangeSetNotFound */
  find(scope: Scope, name: string | undefined, stackName: string | undefined): ChangeSetState {
    const byArn = this.byId.get(name ?? "");
    if (byArn) return byArn;
    const stack = stackName === undefined ? undefined : stackFor(this.services, scope, stackName, bracketed);
    const set = stack && this.of(stack).find((candidate) => candidate.name === name);
    if (!set) throw new ApiError("ChangeSetNotFound", `ChangeSet [${name}] does not exist`, 404);
    return set;
  }

  describe(scope: Scope, name: string | undefined, stackName: string | undefined): DescribeChangeSetOutput {
    const set = this.find(scope, name, stackName);
    const { definition } = set;
    const declared = loadTemplate(definition.templateBody).parameters;
    return {
      ...this.summary(set),
      Parameters: Object.entries(definition.parameters).map(([key, value]) => ({
        ParameterKey: key,
        ParameterValue: shownValue(declared[key], value),
      })),
      Capabilities: [...definition.capabilities] as DescribeChangeSetOutput["Capabilities"],
      NotificationARNs: [...definition.notificationArns],
      Tags: definition.tags.map(({ key, value }) => ({ Key: key, Value: value })),
      RollbackConfiguration: {},
      Changes: set.changes.map(({ action, logicalId, physicalId, type }) => ({
        Type: "Resource",
        ResourceChange: {
          Action: action,
          LogicalResourceId: logicalId,
          PhysicalResourceId: physicalId,
          ResourceType: type,
          Scope: action === "Modify" ? ["Properties"] : [],
          Replacement: action === "Modify" ? "Conditional" : undefined,
          Details: [],
        },
      })),
    };
  }

  list(scope: Scope, stackName: string | undefined): ListChangeSetsOutput {
    return { Summaries: this.of(stackFor(this.services, scope, stackName, bracketed)).map((set) => this.summary(set)) };
  }

  delete(scope: Scope, name: string | undefined, stackName: string | undefined): void {
    this.byId.delete(this.find(scope, name, stackName).id);
    this.services.changed();
  }

  of(stack: StackState): readonly ChangeSetState[] {
    return [...this.byId.values()].filter(({ stackId }) => stackId === stack.id);
  }

  /** Drops every change set of a stack: executing one makes the others obsolete. */
  drop(stack: StackState): void {
    for (const { id } of this.of(stack)) this.byId.delete(id);
  }

  all(): readonly ChangeSetState[] {
    return [...this.byId.values()];
  }

  load(sets: readonly ChangeSetState[]): void {
    this.byId.clear();
    for (const set of sets) this.byId.set(set.id, set);
  }

  private review(scope: Scope, input: CreateChangeSetInput, definition: Definition): StackState {
    const stack = newRootStack(this.services, scope, input.StackName ?? "", definition, {
      disableRollback: false,
      onFailure: input.OnStackFailure ?? "ROLLBACK",
      terminationProtection: false,
    });
    begin(this.services, stack, "REVIEW_IN_PROGRESS", input.ClientToken);
    return stack;
  }

  private summary(set: ChangeSetState) {
    return {
      ChangeSetId: set.id,
      ChangeSetName: set.name,
      StackId: set.stackId,
      StackName: this.services.stacks.byArn(set.stackId)?.name,
      Description: set.description,
      CreationTime: new Date(set.createdAt),
      ExecutionStatus: set.executionStatus,
      Status: set.status,
      StatusReason: set.statusReason,
      IncludeNestedStacks: false,
    };
  }
}

function additions(stack: StackState, definition: Definition): readonly ResourceChangeState[] {
  const types = loadTemplate(definition.templateBody).resources;
  return Object.keys(effectFor(stack, definition).resources).map((logicalId) => ({
    action: "Add",
    logicalId,
    type: types[logicalId]?.type ?? "",
  }));
}

function modifications(stack: StackState, definition: Definition): readonly ResourceChangeState[] {
  const before = effectFor(stack, stack.definition).resources;
  const after = effectFor(stack, definition).resources;
  const added = additions(stack, definition).filter(({ logicalId }) => !(logicalId in before));
  const known = Object.values(stack.resources).flatMap(({ logicalId, type, physicalId }): ResourceChangeState[] => {
    const physical = physicalId === undefined ? {} : { physicalId };
    if (!(logicalId in after)) return [{ action: "Remove", logicalId, type, ...physical }];
    // A nested stack is always called, so that a change set always names it.
    if (type !== nestedStackType && before[logicalId] === after[logicalId]) return [];
    return [{ action: "Modify", logicalId, type, ...physical }];
  });
  return [...added, ...known];
}
