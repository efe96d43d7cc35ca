import type { Environment } from "./environment.ts";

/** A part of Panther with an account, a region and a root stack of its own: `web` is the one outside of a split in China. */
export type SideName = "backend" | "web";

/**
 * The web side of a split in China, as an environment like any other: a root stack with its role, in its own account and
 * region. Undefined where there is no split. Source: Panther documentation, "AWS China".
 */
export function webSideOf(environment: Environment): Environment | undefined {
  if (environment.topology.kind === "standard") return undefined;
  const { china } = environment.topology;
  const { opsRoleUntil: _, organizations, ...shared } = environment;
  return {
    ...shared,
    ...(organizations?.webProfile !== undefined && { organizations: { profile: organizations.webProfile } }),
    topology: { kind: "standard" },
    region: china.webRegion,
    expectedAccountId: china.webAccountId,
    rootStackName: china.webRootStackName,
    parameters: { ...china.webParameters, SecretID: china.secretName },
    secretParameterNames: [],
    firstDeployParameters: [],
    deploymentRole: china.webDeploymentRole,
    templateSource: { kind: "proxy" },
  };
}

/** Which side a resource of the program is of, by its URN; undefined for what is between them, and where there is no split. */
export function sideOfUrn(urn: string): SideName | undefined {
  if (!urn.includes("panther:index:PantherChinaSplit$")) return undefined;
  const side = /-(backend|web)(?:-role)?(?:-stack)?$/.exec(urn)?.[1];
  return side === "backend" || side === "web" ? side : undefined;
}
