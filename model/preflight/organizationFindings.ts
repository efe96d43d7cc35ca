import { byGroup } from "./documentedGroups.ts";
import type { NeededActions } from "./neededActions.ts";
import { failure, type Observation, pass, unknown } from "./outcome.ts";
import type { Stop } from "./servicePolicies.ts";
import { actionsOn, type SimulatedDecision } from "./simulation.ts";

const exception = "Have an exception made for the account, or for the ARNs of the deployment role and the caller.";
const who = "organization administrator";

/** What service control policies do to the actions that are needed; `doubts` are stops that hold under some requests only. */
export function organizationObservations(
  stops: readonly Stop[],
  doubts: readonly Stop[],
  { levels, needed }: { readonly levels: number; readonly needed: readonly NeededActions[] },
): readonly Observation[] {
  const certain = grouped(stops.filter(({ unknownKeys }) => unknownKeys.length === 0)).map(([stop, decisions]) =>
    failure(said(stop), exception, { evidence: evidenceOf(decisions), who }),
  );
  const open = grouped([...stops.filter(({ unknownKeys }) => unknownKeys.length > 0), ...doubts]).map(
    ([stop, decisions]) => {
      const keys = stop.unknownKeys.join(", ");
      const on = keys === "" ? "" : ` It depends on ${keys}, which only the request itself has.`;
      return unknown(
        `${said(stop).replace(" stops ", " may stop ").replace("Nothing", "It may be that nothing")}${on}`,
        "Compare the statement with what Panther does, or have an exception made for the deployment role.",
        { evidence: evidenceOf(decisions), who },
      );
    },
  );
  if (certain.length + open.length > 0) return [...certain, ...open];
  const counts = [...byGroup(needed.flatMap(({ actions }) => actions))].map(
    ([group, actions]) => `${group}: ${actions.length}`,
  );
  const where = levels === 1 ? "one level" : `${levels} levels`;
  return [pass(`Nothing that is needed is stopped on ${where}.`, { evidence: [`actions of ${counts.join(", ")}`] })];
}

function said({ where, statement }: Stop): string {
  if (where === "") return "The organization stops what is needed; the simulator does not tell which statement.";
  if (statement === undefined) return `Nothing on ${where} allows what is needed.`;
  const sid = statement === "not told" ? "a statement that the simulator does not tell" : statement;
  return `${sid} of ${where} stops what is needed.`.replace(/^a /, "A ");
}

/** Stops of the same statement together. */
function grouped(stops: readonly Stop[]): readonly (readonly [Stop, readonly SimulatedDecision[]])[] {
  const groups = new Map<string, [Stop, SimulatedDecision[]]>();
  for (const stop of stops) {
    const key = [stop.where, stop.statement ?? ""].join("\n");
    const group = groups.get(key) ?? [stop, []];
    group[1].push(stop.decision);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** By the documentation's groups: `VPC and networking: ec2:CreateVpc`. */
function evidenceOf(decisions: readonly SimulatedDecision[]): readonly string[] {
  return [...byGroup(decisions.map(({ action }) => action))].map(
    ([group, actions]) =>
      `${group}: ${actionsOn(decisions.filter(({ action }) => actions.includes(action))).join(", ")}`,
  );
}

/** For whoever can look where the caller can't: all actions, by the documentation's groups. */
export function actionsToCheck(needed: readonly NeededActions[], why: string): Observation {
  const groups = byGroup(needed.flatMap(({ actions }) => actions));
  return unknown(
    `The organization's policies could not be looked at: ${why}`,
    "Give them as files (--scp-file), or a profile that may read them (--organizations-profile, or panther:organizations.profile), or have an administrator of the organization check that no service control policy stops these actions (all of them: --json).",
    { evidence: [...groups].map(([group, actions]) => `${group}: ${actions.join(", ")}`), who },
  );
}
