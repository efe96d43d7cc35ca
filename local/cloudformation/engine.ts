import type {
  CancelUpdateStackInput,
  ContinueUpdateRollbackInput,
  CreateStackInput,
  DeleteStackInput,
  ExecuteChangeSetInput,
  GetTemplateSummaryInput,
  GetTemplateSummaryOutput,
  RollbackStackInput,
  UpdateStackInput,
  UpdateTerminationProtectionInput,
  ValidateTemplateInput,
  ValidateTemplateOutput,
} from "@aws-sdk/client-cloudformation";
import { ChangeSets, refuseNested } from "./engine/changeSets.ts";
import { checkStackName, refuseUnlessUpdatable } from "./engine/checks.ts";
import { continueUpdateRollback, rollbackStack } from "./engine/continueRollback.ts";
import { runCreate } from "./engine/createStack.ts";
import { describeEvents } from "./engine/describeEvents.ts";
import * as drift from "./engine/detectDrift.ts";
import { Faults } from "./engine/faults.ts";
import { launch } from "./engine/launch.ts";
import { createNested, updateNested } from "./engine/nestedResource.ts";
import { differs } from "./engine/nestedTarget.ts";
import { begin, newRootStack, setOperationUrl } from "./engine/newStack.ts";
import { refuseWhatIsNotHere } from "./engine/notHere.ts";
import { OutsideChanges } from "./engine/outsideChanges.ts";
import * as reading from "./engine/reading.ts";
import { refuseUnrecognizedTypes } from "./engine/recognizedTypes.ts";
import { requestDelete } from "./engine/requestDelete.ts";
import { definitionFor, templateFor } from "./engine/requests.ts";
import { resumeAll } from "./engine/resume.ts";
import type { CloudFormationDependencies, Services } from "./engine/services.ts";
import { restoreInto, type Snapshot, stateOf } from "./engine/snapshot.ts";
import { Stacks } from "./engine/stacks.ts";
import type { Definition, StackState } from "./engine/state.ts";
import { refuseTypeChange, runUpdate } from "./engine/updateStack.ts";
import { ApiError, notAssumable, validationError } from "./errors.ts";
import { loadTemplate } from "./template/load.ts";
import { templateSummary, validationSummary } from "./template/summary.ts";
import type { EngineSettings, Scope } from "./types.ts";

/**
 * CloudFormation: stacks, their events, nesting and rollback, over a provider that makes the resources.
 * One method per API action, with the SDK's inputs and outputs. Each throws `ApiError` when AWS would refuse the call;
 * operations go on in the background after the call that starts them has returned.
 */
export class CloudFormation {
  /** Failures and delays on demand; may be changed at any time. */
  readonly faults = new Faults(() => this.services.changed());
  /** What drift detection is to find changed; may be changed at any time. */
  readonly outsideChanges = new OutsideChanges(() => this.services.changed());
  settings: EngineSettings;
  private readonly services: Services;
  private readonly changeSets: ChangeSets;
  private readonly listeners = new Set<() => void>();

  constructor(dependencies: CloudFormationDependencies) {
    this.settings = dependencies.settings;
    this.services = {
      clock: dependencies.clock,
      resources: dependencies.resources,
      templates: dependencies.templates,
      roles: dependencies.roles,
      random: dependencies.random ?? Math.random,
      stacks: new Stacks(),
      faults: this.faults,
      outsideChanges: this.outsideChanges,
      nested: { create: createNested, update: updateNested },
      runs: new Map(),
      lateCalls: new Map(),
      settings: () => this.settings,
      changed: () => {
        for (const listener of this.listeners) listener();
      },
    };
    this.changeSets = new ChangeSets(this.services);
  }

  async createStack(scope: Scope, input: CreateStackInput): Promise<{ readonly StackId: string }> {
    const name = input.StackName ?? "";
    checkStackName(name);
    refuseWhatIsNotHere("CreateStack", input);
    const repeated = () => {
      const existing = this.services.stacks.find(scope, name);
      // A client that repeats a call after a lost answer sends the same token, and gets the same answer.
      if (existing?.token !== undefined && existing.token === input.ClientRequestToken) return existing.id;
      if (existing) throw new ApiError("AlreadyExistsException", `Stack [${name}] already exists`);
      return undefined;
    };
    const before = repeated();
    if (before !== undefined) return { StackId: before };
    if (input.OnFailure !== undefined && input.DisableRollback !== undefined) {
      throw validationError("Either DisableRollback or OnFailure can be specified, not both.");
    }
    const definition = await definitionFor(this.services, scope, input);
    const meanwhile = repeated();
    if (meanwhile !== undefined) return { StackId: meanwhile };
    const onFailure = input.OnFailure ?? (input.DisableRollback ? "DO_NOTHING" : "ROLLBACK");
    const stack = newRootStack(this.services, scope, name, definition, {
      disableRollback: onFailure === "DO_NOTHING",
      onFailure,
      terminationProtection: input.EnableTerminationProtection ?? false,
      ...(input.TimeoutInMinutes === undefined ? {} : { timeoutMinutes: input.TimeoutInMinutes }),
      ...(input.StackPolicyBody === undefined ? {} : { policy: input.StackPolicyBody }),
    });
    this.startCreate(stack, input.ClientRequestToken);
    return { StackId: stack.id };
  }

  async updateStack(scope: Scope, input: UpdateStackInput): Promise<{ readonly StackId: string }> {
    refuseWhatIsNotHere("UpdateStack", input);
    const stack = reading.stackFor(this.services, scope, input.StackName, reading.bracketed);
    if (input.ClientRequestToken !== undefined && stack.token === input.ClientRequestToken)
      return { StackId: stack.id };
    refuseUnlessUpdatable(stack);
    const definition = await definitionFor(this.services, scope, input, stack);
    refuseTypeChange(stack, definition);
    if (!(await differs(this.services, stack, definition))) throw validationError("No updates are to be performed.");
    if (input.StackPolicyBody !== undefined) stack.policy = input.StackPolicyBody;
    this.startUpdate(stack, definition, input);
    return { StackId: stack.id };
  }

  async deleteStack(scope: Scope, input: DeleteStackInput): Promise<void> {
    refuseWhatIsNotHere("DeleteStack", input);
    const roleArn = input.RoleARN || this.services.stacks.find(scope, input.StackName ?? "")?.definition.roleArn;
    if (this.services.roles && roleArn !== undefined) {
      if (!(await this.services.roles.canBeAssumed(roleArn, scope))) throw validationError(notAssumable(roleArn));
    }
    requestDelete(this.services, this.changeSets, scope, input);
  }

  readonly continueUpdateRollback = (scope: Scope, input: ContinueUpdateRollbackInput) =>
    continueUpdateRollback(this.services, scope, input);
  readonly rollbackStack = (scope: Scope, input: RollbackStackInput) => {
    refuseWhatIsNotHere("RollbackStack", input);
    return rollbackStack(this.services, scope, input);
  };

  cancelUpdateStack(scope: Scope, input: CancelUpdateStackInput): void {
    const stack = reading.stackFor(this.services, scope, input.StackName, reading.bracketed);
    const run = this.services.runs.get(stack.id);
    if (stack.status !== "UPDATE_IN_PROGRESS" || !run) {
      throw validationError(`CancelUpdateStack cannot be called from current stack status`);
    }
    run.stopped = "cancel";
    run.controller.abort();
  }

  updateTerminationProtection(scope: Scope, input: UpdateTerminationProtectionInput): { readonly StackId: string } {
    const stack = reading.stackFor(this.services, scope, input.StackName, reading.bracketed);
    if (stack.parentId !== undefined) {
      throw validationError("Termination protection is not supported on nested stacks. Set it on the root stack.");
    }
    stack.terminationProtection = input.EnableTerminationProtection ?? false;
    this.services.changed();
    return { StackId: stack.id };
  }

  setStackPolicy(scope: Scope, name: string | undefined, policy: string | undefined): void {
    const stack = reading.stackFor(this.services, scope, name, reading.bracketed);
    if (policy !== undefined) stack.policy = policy;
    this.services.changed();
  }

  getStackPolicy(scope: Scope, name: string | undefined): { readonly StackPolicyBody: string | undefined } {
    return { StackPolicyBody: reading.stackFor(this.services, scope, name, reading.bracketed).policy };
  }

  async validateTemplate(scope: Scope, input: ValidateTemplateInput): Promise<ValidateTemplateOutput> {
    const template = loadTemplate((await templateFor(this.services, scope, input)).templateBody);
    refuseUnrecognizedTypes(this.services, template, scope);
    return validationSummary(template);
  }

  async getTemplateSummary(scope: Scope, input: GetTemplateSummaryInput): Promise<GetTemplateSummaryOutput> {
    const body =
      input.StackName === undefined
        ? (await templateFor(this.services, scope, input)).templateBody
        : reading.stackFor(this.services, scope, input.StackName).definition.templateBody;
    return templateSummary(loadTemplate(body));
  }

  readonly describeStacks = (scope: Scope, name?: string, token?: string) =>
    reading.describeStacks(this.services, scope, name, token);
  readonly listStacks = (scope: Scope, statuses?: readonly string[], token?: string) =>
    reading.listStacks(this.services, scope, statuses, token);
  readonly describeStackEvents = (scope: Scope, name: string | undefined, token?: string) =>
    reading.describeStackEvents(this.services, scope, name, token);
  readonly describeEvents = (scope: Scope, input: Parameters<typeof describeEvents>[2]) => {
    refuseWhatIsNotHere("DescribeEvents", input);
    return describeEvents(this.services, scope, input);
  };
  readonly describeStackResource = (scope: Scope, name: string | undefined, logicalId: string | undefined) =>
    reading.describeStackResource(this.services, scope, name, logicalId);
  readonly describeStackResources = (scope: Scope, input: Parameters<typeof reading.describeStackResources>[2]) =>
    reading.describeStackResources(this.services, scope, input);
  readonly listStackResources = (scope: Scope, name: string | undefined, token?: string) =>
    reading.listStackResources(this.services, scope, name, token);
  readonly getTemplate = (scope: Scope, name: string | undefined, stage?: string) =>
    reading.getTemplate(this.services, scope, name, stage);
  readonly listExports = (scope: Scope, token?: string) => reading.listExports(this.services, scope, token);
  readonly listImports = (scope: Scope, name: string | undefined) => reading.listImports(this.services, scope, name);

  readonly detectStackDrift = (scope: Scope, input: Parameters<typeof drift.detectDrift>[2]) =>
    drift.detectDrift(this.services, scope, input);
  readonly describeStackDriftDetectionStatus = (scope: Scope, id: string | undefined) =>
    drift.describeDetection(this.services, scope, id);
  readonly describeStackResourceDrifts = (scope: Scope, input: Parameters<typeof drift.describeDrifts>[2]) =>
    drift.describeDrifts(this.services, scope, input);

  readonly createChangeSet = (...call: Parameters<ChangeSets["create"]>) => this.changeSets.create(...call);
  readonly describeChangeSet = (...call: Parameters<ChangeSets["describe"]>) => this.changeSets.describe(...call);
  readonly listChangeSets = (...call: Parameters<ChangeSets["list"]>) => this.changeSets.list(...call);
  readonly deleteChangeSet = (...call: Parameters<ChangeSets["delete"]>) => this.changeSets.delete(...call);

  executeChangeSet(scope: Scope, input: ExecuteChangeSetInput): void {
    refuseWhatIsNotHere("ExecuteChangeSet", input);
    const set = this.changeSets.find(scope, input.ChangeSetName, input.StackName);
    refuseNested(set);
    const stack = reading.stackFor(this.services, scope, set.stackId);
    if (set.executionStatus !== "AVAILABLE") {
      throw new ApiError(
        "InvalidChangeSetStatus",
        `ChangeSet [${set.id}] cannot be executed in its current status of [${set.status}]`,
      );
    }
    if (set.kind === "UPDATE") refuseUnlessUpdatable(stack);
    if (set.kind === "CREATE" && input.DisableRollback) {
      throw new ApiError("NotImplemented", "Local AWS has DisableRollback of ExecuteChangeSet for updates only.");
    }
    this.changeSets.drop(stack);
    stack.definition = set.kind === "CREATE" ? set.definition : stack.definition;
    if (set.kind === "CREATE") this.startCreate(stack, input.ClientRequestToken);
    else this.startUpdate(stack, set.definition, input);
  }

  /** Calls `listener` whenever a snapshot would differ. Answers a function that ends that. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Everything there is, as plain data for JSON. */
  snapshot(): unknown {
    return structuredClone(this.state());
  }

  /** The same without a copy, for who makes text of it at once: it goes on changing. */
  state(): unknown {
    return stateOf(this.services, this.changeSets);
  }

  /** Replaces everything by a snapshot; operations that were in progress in it are rolled back or taken up again. */
  restore(snapshot: unknown): void {
    restoreInto(this.services, this.changeSets, snapshot as Snapshot);
    resumeAll(this.services);
  }

  /** Resolves once no operation runs any more, in any account. */
  async settled(): Promise<void> {
    while (this.services.runs.size > 0)
      await Promise.all([...this.services.runs.values()].map(({ finished }) => finished));
  }

  private startCreate(stack: StackState, token: string | undefined): void {
    setOperationUrl(stack, stack.definition);
    begin(this.services, stack, "CREATE_IN_PROGRESS", token);
    launch(this.services, stack, (run) => runCreate(this.services, stack, run));
  }

  private startUpdate(
    stack: StackState,
    definition: Definition,
    { ClientRequestToken, DisableRollback }: Pick<UpdateStackInput, "ClientRequestToken" | "DisableRollback">,
  ): void {
    refuseUnlessUpdatable(stack);
    setOperationUrl(stack, definition);
    const request = { token: ClientRequestToken, keep: DisableRollback ?? false };
    launch(this.services, stack, (run) => runUpdate(this.services, stack, definition, request, run));
  }
}
