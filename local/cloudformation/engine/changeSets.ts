import type {
  CreateChangeSetInput,
  CreateChangeSetOutput,
  DescribeChangeSetOutput,
  ListChangeSetsOutput,
} from "@aws-sdk/client-cloudformation";
import { ApiError, validationError } from "../errors.ts";
import type { Scope } from "../types.ts";
import { changesTo } from "./changeSetChanges.ts";
import type { ChangeSetState } from "./changeSetState.ts";
import { changeSetSummary, changeSetView } from "./changeSetViews.ts";
import { changeSetArn } from "./identifiers.ts";
import { withNested } from "./nestedChangeSets.ts";
import { differs } from "./nestedTarget.ts";
import { begin, newRootStack } from "./newStack.ts";
import { refuseWhatIsNotHere } from "./notHere.ts";
import { bracketed, stackFor } from "./reading.ts";
import { definitionFor } from "./requests.ts";
import type { Services } from "./services.ts";
import type { Definition, StackState } from "./state.ts";

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
    const empty = kind === "UPDATE" && !(await differs(services, stack, definition));
    const id = changeSetArn(scope, input.ChangeSetName ?? "", services.random);
    const set: ChangeSetState = {
      id,
      name: input.ChangeSetName ?? "",
      stackId: stack.id,
      kind,
      createdAt: services.clock.now().getTime(),
      definition,
      changes: empty ? [] : changesTo(stack, kind, definition),
      status: empty ? "FAILED" : "CREATE_COMPLETE",
      executionStatus: empty ? "UNAVAILABLE" : "AVAILABLE",
      ...(empty ? { statusReason: nothingToDo } : {}),
      ...(input.Description === undefined ? {} : { description: input.Description }),
      ...(input.OnStackFailure === undefined ? {} : { onFailure: input.OnStackFailure }),
    };
    const planned = input.IncludeNestedStacks && !empty ? await withNested(services, stack, set) : [set];
    for (const each of planned) this.byId.set(each.id, each);
    const { failure, slowSeconds } = services.faults.strike({
      rootName: stack.name,
      path: [stack.name],
      on: "change-set",
      phase: "forward",
      rootTemplateUrl: definition.templateUrl,
    });
    const [first = set] = planned;
    if (failure !== undefined) {
      Object.assign(first, { status: "FAILED", statusReason: failure, executionStatus: "UNAVAILABLE" });
    }
    if (slowSeconds > 0) this.linger(first, slowSeconds);
    services.changed();
    return { Id: id, StackId: stack.id };
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

  describe(
    scope: Scope,
    name: string | undefined,
    stackName: string | undefined,
    token?: string,
  ): DescribeChangeSetOutput {
    const set = this.find(scope, name, stackName);
    return changeSetView(set, this.stackName(set), token);
  }

  list(scope: Scope, stackName: string | undefined): ListChangeSetsOutput {
    const sets = this.of(stackFor(this.services, scope, stackName, bracketed));
    return { Summaries: sets.map((set) => changeSetSummary(set, this.stackName(set))) };
  }

  /** DeleteChangeSet: of a root change set, with all change sets of the hierarchy below it. */
  delete(scope: Scope, name: string | undefined, stackName: string | undefined): void {
    const set = this.find(scope, name, stackName);
    refuseNested(set);
    if (set.status === "CREATE_IN_PROGRESS") {
      throw new ApiError(
        "InvalidChangeSetStatus",
        `ChangeSet [${set.id}] is in [${set.status}] status and can't be deleted`,
      );
    }
    this.remove(set);
    this.services.changed();
  }

  of(stack: StackState): readonly ChangeSetState[] {
    return [...this.byId.values()].filter(({ stackId }) => stackId === stack.id);
  }

  /** Drops every change set of a stack: executing one makes the others obsolete. */
  drop(stack: StackState): void {
    for (const set of this.of(stack)) this.remove(set);
  }

  all(): readonly ChangeSetState[] {
    return [...this.byId.values()];
  }

  load(sets: readonly ChangeSetState[]): void {
    this.byId.clear();
    for (const set of sets) {
      this.byId.set(set.id, set);
      // Whoever was computing it is dead.
      if (set.status === "CREATE_IN_PROGRESS")
        Object.assign(set, { status: "FAILED", statusReason: "Internal Failure" });
    }
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

  // AWS leaves a nested stack that only a change set knew, in REVIEW_IN_PROGRESS: its change sets alone are deleted.
  // Source: DeleteChangeSet in the API reference.
  private remove(set: ChangeSetState): void {
    this.byId.delete(set.id);
    for (const { id, rootId } of this.all()) if (rootId === set.id) this.byId.delete(id);
  }

  /** Takes its time to come to the status that it has; until then it can be neither executed nor deleted. */
  private linger(set: ChangeSetState, seconds: number): void {
    const { status, executionStatus } = set;
    Object.assign(set, { status: "CREATE_IN_PROGRESS", executionStatus: "UNAVAILABLE" });
    this.services.clock.sleep(seconds * 1000).then(() => {
      Object.assign(set, { status, executionStatus });
      this.services.changed();
    });
  }

  private stackName({ stackId }: ChangeSetState): string | undefined {
    return this.services.stacks.byArn(stackId)?.name;
  }
}

/** @throws ApiError: User Guide, "Change sets for nested stacks": executed and deleted from the root change set only. */
export function refuseNested(set: ChangeSetState): void {
  if (set.parentId !== undefined) {
    throw validationError(`ChangeSet [${set.id}] belongs to the change set [${set.rootId}]: use that one.`);
  }
}
