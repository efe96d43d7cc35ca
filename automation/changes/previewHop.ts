import { changeFindings } from "../../model/changes/changeFindings.ts";
import { isRefused } from "../../model/finding.ts";
import { tagOf } from "../../model/release/version.ts";
import type { Refusal } from "../command.ts";
import type { Standing } from "../events.ts";
import { observeStack } from "../observe.ts";
import type { Run } from "../run.ts";
import { type PreviewedHop, previewChanges } from "./previewChanges.ts";

/**
 * Looks at what a later hop of a run changes, once the one before it is done, and reports it.
 * @returns why it must not go on; undefined where nothing speaks against it
 * @throws PantherError as {@link previewChanges}
 */
export async function previewHop(run: Run, hop: PreviewedHop): Promise<Refusal | undefined> {
  const { report, accept, environment } = run;
  const { release } = hop.checked;
  const changes = await previewChanges(run, hop);
  report({ type: "changes-previewed", changes });
  const findings = changeFindings(changes.stack, { release, accept });
  for (const { accepted, ...finding } of findings)
    report({ type: "finding", ...finding, ...(accepted && { accepted }) });
  if (!isRefused(findings)) return undefined;
  const errors = findings.filter(({ severity }) => severity === "error");
  const codes = [...new Set(errors.map(({ code }) => code))];
  const listed = errors.map(({ message }) => `- ${message}`).join("\n");
  return {
    kind: "refused",
    event: {
      type: "failed",
      code: "changes-refused",
      message: `The hop to ${tagOf(release)} would take away what no template brings back. It was not begun.\n${listed}`,
      fix: `Back up what is to be kept. If it is meant: panther upgrade ${environment.name} --changes --accept ${codes.join(" ")}`,
      standing: await standingAt(run, hop),
    },
  };
}

async function standingAt({ aws, environment }: Run, { from }: PreviewedHop): Promise<Standing> {
  const root = await observeStack(aws.stacks, environment.rootStackName);
  return { running: from, stacks: root.kind === "present" ? { [root.name]: root.status } : {} };
}
