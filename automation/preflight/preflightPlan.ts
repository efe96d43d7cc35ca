import type { EnvironmentPlan } from "../../model/release/environmentPlan.ts";
import type { ReleaseVersion } from "../../model/release/version.ts";
import type { Refusal } from "../command.ts";
import type { Run } from "../run.ts";
import { partOfSide } from "./facts.ts";
import { checkRun } from "./preflight.ts";

/**
 * Makes the checks of `panther preflight` for a plan that is about to be carried out, reports what they came to, and refuses
 * it where one failed that nobody has accepted.
 * @returns undefined where nothing speaks against going on
 * @throws the signal's reason
 */
export async function refusedByPreflight(run: Run, plan: EnvironmentPlan): Promise<Refusal | undefined> {
  const name = run.environment.name;
  run.report({ type: "notice", message: "Looking for what would fail it, as panther preflight does." });
  const answer = await checkRun(wanting(run, plan.to), {}, async (side) => partOfSide(plan, side));
  run.report({ type: "preflighted", answer });
  if (!answer.refused) return undefined;
  const failed = answer.checks.filter(({ verdict, accepted }) => verdict === "failure" && !accepted);
  const codes = [...new Set(failed.map(({ code }) => code))];
  const said = failed.map(({ title, code, side }) => `- ${side === "web" ? "web side: " : ""}${title} (${code})`);
  return {
    kind: "refused",
    event: {
      type: "failed",
      code: "preflight-failed",
      message: `${name}: a check failed. Nothing was changed.\n${said.join("\n")}`,
      fix: `Mend it (docs/preflight.md), look again with panther preflight ${name}, or accept it by name: --accept ${codes.join(" ")}`,
    },
  };
}

/** The release to check is the plan's: a command may want another one than the file. */
function wanting(run: Run, version: ReleaseVersion): Run {
  const environment = { ...run.environment, version };
  if (!run.web) return { ...run, environment };
  return { ...run, environment, web: { ...run.web, environment: { ...run.web.environment, version } } };
}
