import type { PermissionStatement } from "./statement.ts";
import { readBuildLog, readBuilds, startBuild } from "./statements/builds.ts";
import { listRoles, readReleases } from "./statements/releases.ts";
import { readStacks } from "./statements/stacks.ts";

/** Whose account a policy is for: a Panther that is not split, or one of the sides of one that is. */
export type PolicySide = "standard" | "backend" | "web";

/** What running a command takes of AWS. */
export interface CommandPermissions {
  /** As it is typed after `panther`, or a command of Pulumi's. */
  readonly command: string;
  readonly what: string;
  /** Commands whose permissions these are on top of. */
  readonly with?: readonly string[];
  /** Said below the policy: what it leaves to others. */
  readonly note?: string;
  /** By side; none for one that the command has nothing to do with. */
  readonly statements: Partial<Readonly<Record<PolicySide, readonly PermissionStatement[]>>>;
}

type Statements = readonly PermissionStatement[];

/** Without a split, and on each side of one. */
export const everywhere = (statements: Statements, backend: Statements = [], web: Statements = []) => ({
  standard: statements,
  backend: [...statements, ...backend],
  web: [...statements, ...web],
});

export const releases: Statements = [readReleases, listRoles];
export const state = readStacks("DescribeStacks", "DescribeStackResources", "GetTemplate");
export const build: Statements = [readBuilds, startBuild, readBuildLog];

/** The build is the backend's; a web app has none. */
export const inBackend = (statements: Statements) => ({ standard: statements, backend: statements });
export const buildsInBackend = (statements: Statements, backend: Statements, web: Statements) => ({
  ...everywhere(statements, backend),
  web: [...statements.filter((one) => !build.includes(one)), ...web],
});
