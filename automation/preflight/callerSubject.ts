import { callerOf } from "../../model/preflight/caller.ts";
import { type Observation, unknown } from "../../model/preflight/outcome.ts";
import type { Context } from "./context.ts";
import type { Subject } from "./simulate.ts";

/** Whose policies stand for the caller, or why nobody's do. */
export async function callerSubject({ run, apis }: Context): Promise<Subject | Observation> {
  const caller = callerOf(run.caller);
  switch (caller.kind) {
    case "user":
      return { kind: "principal", arn: run.caller };
    case "role-session": {
      // STS leaves out the path that the simulator wants.
      const { Role } = await apis.iam.getRole({ RoleName: caller.role });
      return { kind: "principal", arn: Role?.Arn ?? "" };
    }
    case "root":
      return unknown("The root user can't be simulated: only policies of the organization limit it.", "Use a role.");
    default:
      return unknown("A federated user can't be simulated.", "Assume a role.");
  }
}
