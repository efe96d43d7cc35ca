import { PantherError } from "../../../model/error.ts";
import { chooseRoleVersion, missingRole } from "../../../model/release/roleVersion.ts";
import {
  proxyTemplateLocation,
  roleTemplateLocation,
  rootTemplateLocation,
} from "../../../model/release/templateUrl.ts";
import { type ReleaseVersion, tagOf } from "../../../model/release/version.ts";
import { sha256Hex } from "./contentHash.ts";
import { type ObjectLocation, urlOf } from "./copyPlace.ts";
import { type ReleaseSource, textOf } from "./releaseSource.ts";

/** A published template that others may be reached from. */
export interface Input {
  readonly key: string;
  readonly text: string;
}

/** What of a release is wanted. */
export interface ReleaseParts {
  readonly release: ReleaseVersion;
  /** The template of the deployment role, too; left out: true. */
  readonly role?: boolean;
  /** The web app's template and what it needs, as they are, too: it stands outside China. Left out: false. */
  readonly web?: boolean;
}

/** The templates that a copy begins at. */
export interface ReleaseInputs {
  readonly root: Input;
  readonly role?: Input;
  readonly web?: Input;
  readonly notices: readonly string[];
}

/**
 * Reads the templates that a release is reached from.
 * @throws PantherError `release-not-published`, those of the source.
 */
export async function readInputs(
  source: ReleaseSource,
  { release, role = true, web = false }: ReleaseParts,
  signal: AbortSignal,
): Promise<ReleaseInputs> {
  const [root, proxy, roleInput] = await Promise.all([
    required(source, release, rootTemplateLocation(release, source.bucket), signal),
    web ? required(source, release, proxyTemplateLocation(release, source.bucket), signal) : undefined,
    role ? readRole(source, release, signal) : undefined,
  ]);
  return {
    root,
    ...(proxy && { web: proxy }),
    ...(roleInput?.kind === "role" && { role: roleInput.input }),
    notices: roleInput?.kind === "missing" ? [roleInput.message] : [],
  };
}

/** Their hashes: with the same ones everything that is reached from them is the same, since keys are made of content. */
export function hashesOf({ root, role, web }: ReleaseInputs): Readonly<Record<string, string>> {
  const inputs = [root, ...(role ? [role] : []), ...(web ? [web] : [])];
  return Object.fromEntries(inputs.map(({ key, text }) => [key, sha256Hex(text)]));
}

async function required(
  source: ReleaseSource,
  release: ReleaseVersion,
  location: ObjectLocation,
  signal: AbortSignal,
): Promise<Input> {
  const text = await textOf(source, location, signal);
  if (text !== undefined) return { key: location.key, text };
  const where = location.bucket === "" ? `${source.name}/${location.key}` : urlOf(location);
  throw new PantherError(
    "release-not-published",
    `There is no template of ${tagOf(release)} at ${where}.`,
    "Check the version (panther releases) and the source region. A folder has its root template only once its download is complete: download again.",
  );
}

type RoleReading =
  | { readonly kind: "role"; readonly input: Input }
  | { readonly kind: "missing"; readonly message: string };

async function readRole(source: ReleaseSource, release: ReleaseVersion, signal: AbortSignal): Promise<RoleReading> {
  const choice = chooseRoleVersion(release, await source.roleVersions(release));
  const location = choice.kind === "missing" ? undefined : roleTemplateLocation(choice.version);
  const text = location && (await textOf(source, location, signal));
  if (location && text !== undefined) return { kind: "role", input: { key: location.key, text } };
  const { message, fix } = missingRole(release);
  return { kind: "missing", message: `${message} The release is copied without it. ${fix}` };
}
