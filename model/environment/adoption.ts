import { documentedParameter } from "../release/parameters/catalog.ts";
import { type ReleaseVersion, tagOf } from "../release/version.ts";

/** A Panther that runs, as CloudFormation shows it. */
export interface LivePanther {
  readonly release: ReleaseVersion;
  readonly region: string;
  /** Twelve digits. */
  readonly accountId: string;
  readonly rootStackName: string;
  /** All parameters of the root stack; NoEcho ones as `****`. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly noEcho: readonly string[];
  /** The live root template's, by name; required parameters have none. */
  readonly defaults: Readonly<Record<string, string | undefined>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly role: LiveRole;
}

/** The role that the root stack is deployed with. */
export type LiveRole =
  /** In a stack of its own, from a published template. */
  | {
      readonly kind: "stack";
      readonly arn: string;
      readonly stackId: string;
      readonly stackName: string;
      readonly roleName: string;
      /** Those that are not blank, without the role's name. */
      readonly parameters: Readonly<Record<string, string>>;
      /** The live role template's, by name. */
      readonly defaults: Readonly<Record<string, string | undefined>>;
      readonly templateUrl: string;
    }
  /** Managed by somebody, somehow. */
  | { readonly kind: "other"; readonly arn: string };

/** What an environment's file has to say so that nothing changes. */
export interface Adoption {
  /** Configuration by its keys without the namespace, in the order of the file. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Values that are known and must not stand in the file in plain text. */
  readonly knownSecrets: Readonly<Record<string, string>>;
  /** Names of the parameters whose values CloudFormation does not hand out. */
  readonly askedSecrets: readonly string[];
}

/**
 * Describes what runs as an environment. Every parameter is written down: one that is left out goes back to the template's
 * default at the next update, today's or that of a later release.
 */
export function adoptionOf(live: LivePanther): Adoption {
  const isSecret = (name: string) => live.noEcho.includes(name) || documentedParameter(name)?.secret === true;
  const entries = Object.entries(live.parameters);
  const shown = ([name]: readonly [string, string]) => !isSecret(name);
  const tags = ownTags(live.tags);
  return {
    config: {
      version: tagOf(live.release),
      region: live.region,
      expectedAccountId: live.accountId,
      rootStackName: live.rootStackName,
      parameters: Object.fromEntries(entries.filter(shown)),
      deploymentRole: roleConfig(live.role),
      ...(Object.keys(tags).length > 0 && { tags }),
    },
    // A blank one is no secret, and the file has no place for it: left out, it has the template's default.
    knownSecrets: Object.fromEntries(
      entries.filter(([name, value]) => isSecret(name) && !live.noEcho.includes(name) && value !== ""),
    ),
    askedSecrets: entries.flatMap(([name]) => (live.noEcho.includes(name) ? [name] : [])),
  };
}

/** A stack's tags without those that AWS puts there itself, for a product of Service Catalog for example. */
export function ownTags(tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(tags).filter(([name]) => !/^aws:/i.test(name)));
}

function roleConfig(role: LiveRole): Readonly<Record<string, unknown>> {
  if (role.kind === "other") return { arn: role.arn };
  const { stackName, roleName, parameters } = role;
  return { stackName, roleName, ...(Object.keys(parameters).length > 0 && { parameters }) };
}
