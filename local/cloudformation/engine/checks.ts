import { ApiError, validationError } from "../errors.ts";
import type { StackState } from "./state.ts";

const updatable = new Set([
  "CREATE_COMPLETE",
  "UPDATE_COMPLETE",
  "UPDATE_ROLLBACK_COMPLETE",
  "IMPORT_COMPLETE",
  "IMPORT_ROLLBACK_COMPLETE",
]);

/** @throws ApiError unless the stack is in a status that an update may start from. */
export function refuseUnlessUpdatable(stack: StackState): void {
  if (stack.status === "CREATE_FAILED" || stack.status === "UPDATE_FAILED") {
    // AWS goes on from there (User Guide, "Stack failure options").
    throw new ApiError(
      "NotImplemented",
      `Local AWS can't go on with ${stack.name} in ${stack.status}: roll it back or delete it, or try it on a real account.`,
    );
  }
  if (!updatable.has(stack.status))
    throw validationError(`Stack:${stack.id} is in ${stack.status} state and can not be updated.`);
}

/** @throws ApiError */
export function checkStackName(name: string): void {
  if (!/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(name)) {
    throw validationError(
      `1 validation error detected: Value '${name}' at 'stackName' failed to satisfy constraint: ` +
        "Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*",
    );
  }
}
