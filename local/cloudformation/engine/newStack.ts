import { nestedStackName, stackArn } from "./identifiers.ts";
import { recordStack } from "./record.ts";
import type { Services } from "./services.ts";
import type { Definition, StackState } from "./state.ts";

export interface NewStackOptions {
  readonly disableRollback: boolean;
  readonly onFailure: StackState["onFailure"];
  readonly terminationProtection: boolean;
  readonly timeoutMinutes?: number;
  readonly policy?: string;
  readonly token?: string;
}

/** Registers a root stack; its first status is for the caller to record. */
export function newRootStack(
  services: Services,
  scope: StackState["scope"],
  name: string,
  definition: Definition,
  options: NewStackOptions,
): StackState {
  return register(services, {
    id: stackArn(scope, name, services.random),
    name,
    scope,
    path: [],
    createdAt: services.clock.now().getTime(),
    disableRollback: options.disableRollback,
    onFailure: options.onFailure,
    terminationProtection: options.terminationProtection,
    definition,
    ...(options.timeoutMinutes === undefined ? {} : { timeoutMinutes: options.timeoutMinutes }),
    ...(options.policy === undefined ? {} : { policy: options.policy }),
    ...(options.token === undefined ? {} : { token: options.token }),
  });
}

export function newNestedStack(
  services: Services,
  parent: StackState,
  logicalId: string,
  definition: Definition,
  timeoutMinutes: number | undefined,
): StackState {
  const name = nestedStackName(parent.name, logicalId, services.random);
  return register(services, {
    id: stackArn(parent.scope, name, services.random),
    name,
    scope: parent.scope,
    parentId: parent.id,
    rootId: parent.rootId ?? parent.id,
    path: [...parent.path, logicalId],
    createdAt: services.clock.now().getTime(),
    disableRollback: parent.disableRollback,
    onFailure: "DO_NOTHING",
    terminationProtection: false,
    definition,
    ...(timeoutMinutes === undefined ? {} : { timeoutMinutes }),
    ...(parent.token === undefined ? {} : { token: parent.token }),
  });
}

function register(
  services: Services,
  stack: Omit<StackState, "status" | "outputs" | "imports" | "resources" | "events">,
): StackState {
  const state: StackState = {
    ...stack,
    status: "CREATE_IN_PROGRESS",
    outputs: [],
    imports: [],
    resources: {},
    events: [],
  };
  services.stacks.add(state);
  return state;
}

export function begin(services: Services, stack: StackState, status: StackState["status"], token?: string): void {
  if (token === undefined) delete stack.token;
  else stack.token = token;
  recordStack(services, stack, status, "User Initiated");
}

/** Notes which template a root stack's operation was asked for. */
export function setOperationUrl(stack: StackState, definition: Definition): void {
  if (definition.templateUrl === undefined) delete stack.operationUrl;
  else stack.operationUrl = definition.templateUrl;
}
