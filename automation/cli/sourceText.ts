import { mageCommands, type SourceWork } from "../../model/source/sourceWork.ts";
import type { StandingSource } from "../../model/source/standingSource.ts";
import type { SourceEvent, SourcePlan } from "../source/sourceEvents.ts";
import { labelled } from "./wrap.ts";

const standings: Readonly<Record<StandingSource, string>> = {
  nothing: "Nothing of Panther stands there.",
  root: "Panther stands there, in one root stack.",
  separate: "Panther stands there, in separate stacks.",
  both: "Panther stands there, in a root stack and in separate stacks.",
};

/** What is about to be done on the machine, at 80 columns. */
export function sourceText(plan: SourcePlan): string {
  const { environment, work, release, accountId, region, instance, running, standing, logGroup, warnings } = plan;
  const [setup, target] = mageCommands(work, { afterOtherVersion: false });
  const wake = instance.state === "running" ? "" : `Start ${instance.id}, which is ${instance.state}. `;
  const steps =
    running === null
      ? [`${wake}Check out v${release} on it, then in its development image: ${setup}, ${target}.`]
      : [`${target} runs on it already (${running}): it is joined.`];
  return [
    `${environment}: ${target} of v${release}, in account ${accountId}, ${region}`,
    labelled("  ", standings[standing]),
    labelled("  ", `The machine is ${instance.id}, ${instance.type}, ${instance.state}.`),
    ...steps.map((step) => labelled("  → ", step)),
    ...consequence(plan).map((text) => labelled("  ! ", text)),
    labelled("  ", `Everything that it says is kept in ${logGroup} in CloudWatch Logs.`),
    ...warnings.flatMap(({ message, fix, code }) => [labelled("  ! ", message), labelled("    ", `${fix} (${code})`)]),
  ].join("\n");
}

function consequence({ work, rootStack, accountId, region }: SourcePlan): readonly string[] {
  if (work !== "teardown") return [];
  const what = rootStack === null ? "the nine stacks of mage deploy" : `the root stack ${rootStack}`;
  return [
    `It deletes ${what} in account ${accountId}, ${region}, and then the buckets with all data of Panther. That can't be undone.`,
  ];
}

const questions: Readonly<Record<Exclude<SourceWork, "teardown">, string>> = {
  deploy: "Deploy",
  "master-deploy": "Deploy in one root stack",
};

/** The question itself, for what is answered by yes or no. */
export function sourceQuestion({ work, environment, release }: SourcePlan): string {
  return `${work === "teardown" ? "Tear down" : questions[work]} ${environment} (v${release}) from source?`;
}

/** The line that stays on the screen after an event of a run on the machine. */
export function sourceLine(event: SourceEvent): string {
  switch (event.type) {
    case "source-planned":
      return `\n${sourceText(event)}\n`;
    case "source-command":
      return `  ${event.target} on ${event.instanceId} ${event.joined ? "runs already" : "started"} (${event.commandId})`;
    case "source-log":
      return `  | ${event.line}`;
    case "source-finished":
      return labelled("\n✓ ", `${event.work} is done, in ${event.seconds.toFixed(0)} s. ${standings[event.standing]}`);
  }
}
