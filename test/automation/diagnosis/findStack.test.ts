import { expect } from "chai";
import { findStack } from "../../../automation/diagnosis/findStack.ts";
import { arn } from "../../model/diagnosis/histories.ts";

const none = Object.assign(new Error("Stack with id x does not exist"), { name: "ValidationError" });

function stacksWith(
  standing: string | Error,
  ...pages: readonly (readonly [name: string, arn: string, deleted: number])[][]
) {
  return {
    describeStacks: async () => {
      if (standing instanceof Error) throw standing;
      return { Stacks: [{ StackId: standing }] };
    },
    listStacks: async ({ NextToken = "0" }: { NextToken?: string }) => {
      const index = Number(NextToken);
      return {
        StackSummaries: (pages[index] ?? []).map(([StackName, StackId, time]) => ({
          StackName,
          StackId,
          DeletionTime: new Date(time),
        })),
        ...(index + 1 < pages.length && { NextToken: String(index + 1) }),
      };
    },
  } as unknown as Parameters<typeof findStack>[0];
}

describe("findStack", () => {
  it("takes an ARN as it is, a name that stands, else the last of that name that was deleted", async () => {
    expect(await findStack(stacksWith(none), arn("x"))).to.equal(arn("x"));
    expect(await findStack(stacksWith(arn("standing")), "x")).to.equal(arn("standing"));
    const deleted = stacksWith(
      none,
      [
        ["x", arn("first"), 1],
        ["y", arn("other"), 9],
      ],
      [
        ["x", arn("last"), 3],
        ["x", arn("second"), 2],
      ],
    );
    expect(await findStack(deleted, "x")).to.equal(arn("last"));
  });

  it("says where to look when there is none, and does not take another error for that", async () => {
    const missing: unknown = await findStack(stacksWith(none, []), "x").catch((error: unknown) => error);
    expect(missing).to.have.property("code", "stack-unknown");
    const denied = Object.assign(new Error("no"), { name: "AccessDenied" });
    expect(await findStack(stacksWith(denied), "x").catch((error: unknown) => error)).to.equal(denied);
  });
});
