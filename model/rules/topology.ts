import type { Environment } from "../environment/environment.ts";
import type { Finding } from "../finding.ts";

/** Why a Panther that runs can't be taken over by this version of the project, right as its file may be. */
export function topologyFinding({ name, topology }: Environment): Finding | undefined {
  if (topology.kind === "standard") return undefined;
  return {
    severity: "error",
    code: "topology-not-served",
    message: `${name} has topology china, and adopt takes over a Panther in one account alone.`,
    fix: "A split one is deployed by this project from its first release on. Nothing was changed.",
  };
}
