import type { Environment } from "../environment/environment.ts";
import type { Finding } from "../finding.ts";

/** Why an environment can't be deployed by this version of the project, valid as it is. */
export function topologyFinding({ name, topology }: Environment): Finding | undefined {
  if (topology.kind === "standard") return undefined;
  return {
    severity: "error",
    code: "topology-not-served",
    message: `${name} has topology china, which can be described and checked but not deployed yet.`,
    fix: "Nothing was changed.",
  };
}
