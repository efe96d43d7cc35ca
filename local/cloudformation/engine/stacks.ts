import type { Scope } from "../types.ts";
import type { StackState } from "./state.ts";

/** All stacks, deleted ones included, found by ARN, and by name while they live. */
export class Stacks {
  private readonly byId = new Map<string, StackState>();
  private readonly byName = new Map<string, StackState>();

  add(stack: StackState): void {
    this.byId.set(stack.id, stack);
    if (stack.status !== "DELETE_COMPLETE") this.byName.set(key(stack.scope, stack.name), stack);
  }

  /** Frees the name of a deleted stack; its ARN keeps working, as on AWS. */
  release(stack: StackState): void {
    if (this.byName.get(key(stack.scope, stack.name)) === stack) this.byName.delete(key(stack.scope, stack.name));
  }

  /** Forgets a stack that never was: one that a change set was made for. */
  forget(stack: StackState): void {
    this.release(stack);
    this.byId.delete(stack.id);
  }

  byArn(id: string): StackState | undefined {
    return this.byId.get(id);
  }

  /** The stack behind a nested stack's physical ID; undefined once somebody deleted it. */
  living(id: string | undefined): StackState | undefined {
    const stack = id === undefined ? undefined : this.byId.get(id);
    return stack?.status === "DELETE_COMPLETE" ? undefined : stack;
  }

  find(scope: Scope, nameOrId: string): StackState | undefined {
    if (!nameOrId.startsWith("arn:")) return this.byName.get(key(scope, nameOrId));
    const stack = this.byId.get(nameOrId);
    return stack && key(stack.scope, "") === key(scope, "") ? stack : undefined;
  }

  /** Newest first, as AWS lists them. */
  in(scope: Scope): readonly StackState[] {
    return [...this.byId.values()].filter((stack) => key(stack.scope, "") === key(scope, "")).reverse();
  }

  all(): readonly StackState[] {
    return [...this.byId.values()];
  }

  children(stack: StackState): readonly StackState[] {
    return this.all().filter((child) => child.parentId === stack.id && child.status !== "DELETE_COMPLETE");
  }

  /** The nested stack that a change set of its parent left, with nothing in it. */
  reviewed(parentId: string, logicalId: string): StackState | undefined {
    return this.all().find(
      (stack) =>
        stack.parentId === parentId && stack.status === "REVIEW_IN_PROGRESS" && stack.path.at(-1) === logicalId,
    );
  }

  clear(): void {
    this.byId.clear();
    this.byName.clear();
  }
}

function key(scope: Scope, name: string): string {
  return `${scope.accountId}/${scope.region}/${name}`;
}
