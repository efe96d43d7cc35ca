import type { StackApi } from "../clients.ts";

/** The calls that a diagnosis reads events with. */
export type EventApi = Pick<StackApi, "describeStackEvents" | "describeEvents" | "describeStacks">;

/** Whether AWS refused to answer, and not merely failed to. */
export function isRefused(error: unknown): boolean {
  return (
    error instanceof Error &&
    /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|InvalidAction|UnknownOperationException|ValidationError)$/.test(
      error.name,
    )
  );
}
