import type { EngineEvent, Stack } from "@pulumi/pulumi/automation/index.js";
import { expect } from "chai";
import { previewAdopted } from "../../../automation/adopt/previewAdopted.ts";
import { PantherError } from "../../../model/error.ts";

const stackUrn = (component: string, name: string) =>
  `urn:pulumi:test::panther::panther:index:${component}$aws:cloudformation/stack:Stack::${name}`;
const root = stackUrn("PantherRootStack", "panther-stack");
const role = stackUrn("PantherDeploymentRole", "deployment-role-stack");

/** What a preview tells, in the engine's form. */
function planned(urn: string, op: string, paths: readonly string[] = []): EngineEvent {
  const detailedDiff = Object.fromEntries(paths.map((path) => [path, { kind: "update", inputDiff: true }]));
  return {
    sequence: 0,
    timestamp: 0,
    resourcePreEvent: { metadata: { urn, op, detailedDiff } },
  } as unknown as EngineEvent;
}

function said(severity: string, message: string): EngineEvent {
  return { sequence: 0, timestamp: 0, diagnosticEvent: { severity, message } } as unknown as EngineEvent;
}

function preview(events: readonly EngineEvent[], failure?: Error) {
  const stack = {
    preview: async ({ onEvent }: { onEvent: (event: EngineEvent) => void }) => {
      for (const event of events) onEvent(event);
      if (failure) throw failure;
    },
  } as unknown as Pick<Stack, "preview">;
  return previewAdopted(stack, "test", new AbortController().signal).catch((error: unknown) => {
    if (error instanceof PantherError) return error;
    throw error;
  });
}

describe("the preview after an adoption", () => {
  it("tells what the next up would change: of the root stack in the program's words", async () => {
    const events = [
      planned("urn:pulumi:test::panther::panther:index:PantherRootStack::panther", "update", ["templateUrl"]),
      planned(role, "update", ["tags.owner"]),
      planned(root, "update", ["parameters.Debug"]),
      said("info", "panther: Parameters changed: Debug\n"),
      said("info", "something else"),
    ];
    expect(await preview(events)).to.deep.equal([
      { stack: "role", changes: ["tags.owner"] },
      { stack: "root", changes: ["Parameters changed: Debug"] },
    ]);
    expect(await preview([planned(role, "same"), planned(root, "same")])).to.deep.equal([]);
  });

  it("is refused where it replaces, deletes or creates anything", async () => {
    for (const op of ["replace", "create-replacement", "delete-replaced", "delete", "create"]) {
      const refused = await preview([planned(role, "same"), planned(root, op)]);
      expect(refused).to.include({ code: "adoption-not-clean" });
      expect((refused as PantherError).message).to.include(`${op} panther-stack`);
    }
  });

  it("that fails is told in the program's words, and how to go on", async () => {
    const refused = await preview([said("error", "panther:region is no region.")], new Error("code: 255"));
    expect(refused).to.include({ code: "preview-refused" });
    expect((refused as PantherError).message).to.include("panther:region is no region.");
    expect((refused as PantherError).fix).to.include("run the same command again");
  });
});
