import { callerOf } from "../../model/preflight/caller.ts";
import { type Observation, unknown } from "../../model/preflight/outcome.ts";
import type { Context } from "./context.ts";
import type { Subject } from "./simulate.ts";

/** Who is asked about, as checks name them. */
export interface NamedSubject {
  readonly subject: Extract<Subject, { kind: "principal" }>;
  readonly who: string;
}

/** Whose policies stand for who is to deploy: the caller, or who was named instead; or why nobody's do. */
export async function callerSubject({
  run,
  apis,
  principals,
}: Pick<Context, "run" | "apis" | "principals">): Promise<NamedSubject | Observation> {
  if (principals.length > 0) {
    const { expectedAccountId } = run.environment;
    const own = principals.find(({ accountId }) => accountId === expectedAccountId);
    if (own) return { subject: { kind: "principal", arn: own.arn }, who: own.name };
    return unknown(
      `Nobody of account ${expectedAccountId} is named whose permissions could be asked about.`,
      "Name a role of it, too: --for takes several.",
      { who: "you" },
    );
  }
  const who = "the caller";
  const caller = callerOf(run.caller);
  switch (caller.kind) {
    case "user":
      return { subject: { kind: "principal", arn: run.caller }, who };
    case "role-session": {
      // STS leaves out the path that the simulator wants.
      const { Role } = await apis.iam.getRole({ RoleName: caller.role });
      return { subject: { kind: "principal", arn: Role?.Arn ?? "" }, who };
    }
    case "root":
      return unknown("The root user can't be simulated: only policies of the organization limit it.", "Use a role.");
    default:
      return unknown("A federated user can't be simulated.", "Assume a role.");
  }
}
