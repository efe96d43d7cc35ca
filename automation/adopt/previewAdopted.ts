import type { EngineEvent, Stack } from "@pulumi/pulumi/automation/index.js";
import { PantherError } from "../../model/error.ts";
import { stackRole } from "../importedState.ts";
import type { AdoptedChange } from "./adoptionEvents.ts";

/**
 * Has Pulumi preview an environment that was taken over, and makes sure that nothing would be replaced, deleted or created.
 * @throws PantherError `preview-refused`, `adoption-not-clean`
 */
export async function previewAdopted(
  stack: Pick<Stack, "preview">,
  environment: string,
  signal: AbortSignal,
): Promise<readonly AdoptedChange[]> {
  const events: EngineEvent[] = [];
  try {
    await stack.preview({
      color: "never",
      suppressProgress: true,
      signal,
      onEvent: (event) => void events.push(event),
    });
  } catch (error) {
    signal.throwIfAborted();
    const words = diagnostics(events, "error").join("\n");
    throw new PantherError(
      "preview-refused",
      `Both stacks are in Pulumi's state, and a preview of ${environment} fails: ${words || (error as Error).message}`,
      "Correct what it names, then run the same command again. Nothing was changed in AWS.",
      { cause: error },
    );
  }
  const harm = harmful(events);
  if (harm.length === 0) return changesIn(events);
  throw new PantherError(
    "adoption-not-clean",
    `Both stacks are in Pulumi's state, and the next up would do more than update them: ${harm.join(", ")}. Nothing was changed in AWS.`,
    `Run no up. Look at it with pulumi preview --diff -s ${environment}, correct the file, then run the same command again.`,
  );
}

function harmful(events: readonly EngineEvent[]): readonly string[] {
  return events.flatMap(({ resourcePreEvent }) => {
    const { op, urn } = resourcePreEvent?.metadata ?? {};
    if (op === undefined || urn === undefined || ["same", "update", "read", "refresh"].includes(op)) return [];
    return [`${op} ${urn.split("::").at(-1)}`];
  });
}

function changesIn(events: readonly EngineEvent[]): readonly AdoptedChange[] {
  return events.flatMap(({ resourcePreEvent }): readonly AdoptedChange[] => {
    const { op, urn = "", detailedDiff, diffs } = resourcePreEvent?.metadata ?? {};
    const which = stackRole(urn);
    if (which === undefined || op !== "update") return [];
    // The program itself says it better of the root stack: it knows the asterisks for what they are.
    const said = which === "root" ? inWords(events) : [];
    const paths = Object.keys(detailedDiff ?? {});
    return [{ stack: which, changes: said.length > 0 ? said : paths.length > 0 ? paths : (diffs ?? []) }];
  });
}

/** The program's lines about the root stack, without the name that they begin with. */
function inWords(events: readonly EngineEvent[]): readonly string[] {
  return diagnostics(events, "info").flatMap((line) => /^panther: (.*)$/.exec(line)?.[1] ?? []);
}

function diagnostics(events: readonly EngineEvent[], severity: string): readonly string[] {
  return events.flatMap(({ diagnosticEvent }) =>
    diagnosticEvent?.severity === severity ? diagnosticEvent.message.trim().split("\n") : [],
  );
}
