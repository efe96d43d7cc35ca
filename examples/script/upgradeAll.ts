// Upgrades several environments, one after the other, and stops at the first that does not get to its release.
// In the folder of Pulumi.yaml, with credentials for their accounts:
//
//   node --import tsx examples/script/upgradeAll.ts staging prod     # without names: all of the project
import { type DriverEvent, planEnvironment, statusOfAll, upgrade } from "panther-deploy/automation";

const projectDirectory = process.cwd();
const names = process.argv.slice(2);

// After a Ctrl-C what is under way in AWS goes on. Run this again, and it takes up from what stands.
const stop = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stop.abort(new Error(name)));
const { signal } = stop;

process.exitCode = await upgradeAll().catch((error: Error) => failed("upgradeAll", error.message));

/** @returns the exit code: 0, where all of them run what their files want */
async function upgradeAll(): Promise<number> {
  // Everything is looked at before anything moves: a mistake in the last file should not show after hours.
  const answers = await statusOfAll({ projectDirectory, signal, ...(names.length > 0 && { environments: names }) });
  const environments: string[] = [];
  for (const answer of answers) {
    if (answer.kind === "error") return failed(answer.environment, `${answer.message} ${answer.fix}`);
    const { environment, running, wanted } = answer.status;
    console.log(
      `${environment}: ${running ? `v${running.version}` : "nothing that is known"} runs, v${wanted} is wanted`,
    );
    const { hops, findings } = await planEnvironment({ environment, projectDirectory, signal });
    const errors = findings.filter(({ severity }) => severity === "error");
    if (errors.length > 0) return failed(environment, errors.map(({ message, fix }) => `${message} ${fix}`).join("\n"));
    for (const { from, to } of hops) console.log(`${environment}: planned v${from} → v${to}`);
    environments.push(environment);
  }
  for (const environment of environments) {
    const report = (event: DriverEvent) => show(environment, event);
    // Also where the release runs already: an earlier run may have ended before its build. Nothing is done twice.
    // An upgrade throws nothing: how it ended is in its summary, and why in the event `failed`.
    const { result } = await upgrade({ environment, projectDirectory, signal, reason: "upgradeAll", report });
    if (result !== "done") return failed(environment, `${result}; environments after it were left alone`);
  }
  return 0;
}

function show(environment: string, event: DriverEvent): void {
  if (event.type === "release-started") console.log(`${environment}: v${event.from} → v${event.to}`);
  if (event.type === "step-finished") console.log(`${environment}: ${event.step} ${event.outcome}`);
  if (event.type === "failed") console.error(`${environment}: ${event.message} ${event.fix}`);
}

function failed(environment: string, text: string): number {
  console.error(`${environment}: ${text}`);
  return 1;
}
