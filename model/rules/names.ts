/**
 * The root stack's name must begin with `panther-`: the deployment role may touch only resources with that prefix,
 * and the root stack's name is the prefix of everything that it makes.
 * Source: Panther documentation, "Naming the root stack"; 128 characters and the alphabet are CloudFormation's.
 */
export function rootStackNameProblem(name: string): string | undefined {
  if (!name.startsWith("panther-")) return "must begin with panther-";
  if (!/^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(name)) return "may have letters, digits and hyphens only, at most 128";
  return undefined;
}
