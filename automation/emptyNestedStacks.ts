import type { StackApi } from "./clients.ts";
import { pages } from "./pages.ts";

export interface EmptyStack {
  readonly name: string;
  readonly stackId: string;
}

/** Nested stacks below a root stack that only change sets have brought about so far. */
export async function emptyNestedStacks(
  stacks: Pick<StackApi, "listStacks">,
  rootStackId: string,
): Promise<readonly EmptyStack[]> {
  const found: EmptyStack[] = [];
  for await (const page of pages((token) =>
    stacks.listStacks({ StackStatusFilter: ["REVIEW_IN_PROGRESS"], ...token }),
  )) {
    for (const { StackName = "", StackId = "", RootId } of page.StackSummaries ?? []) {
      if (RootId === rootStackId) found.push({ name: StackName, stackId: StackId });
    }
  }
  return found;
}
