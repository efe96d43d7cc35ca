import type { Environment } from "../model/environment/environment.ts";
import { PantherError } from "../model/error.ts";
import type { Finding } from "../model/finding.ts";
import { nestedStacksOf } from "../model/release/parameters/nested/nestedTemplates.ts";
import type { Template } from "../model/release/template.ts";
import { parseTemplate } from "../model/release/templateText.ts";
import { type ReleaseVersion, tagOf } from "../model/release/version.ts";
import type { ObjectApi } from "./clients.ts";
import { fetchTemplate, rootTemplateUrl } from "./templates.ts";

/** A release's templates as they are published. */
export interface FetchedRelease {
  readonly release: ReleaseVersion;
  readonly root: Template;
  /** By URL, at any depth. */
  readonly nested: Readonly<Record<string, Template>>;
  /** Nested templates that this caller could not look at. */
  readonly findings: readonly Finding[];
}

/**
 * Reads a release's root template and all that it nests.
 * @throws PantherError `release-not-published`, `template-unavailable` or `template-unreadable`.
 */
export async function fetchRelease(
  objects: ObjectApi,
  environment: Environment,
  release: ReleaseVersion,
): Promise<FetchedRelease> {
  const root = await fetchRoot(objects, environment, release);
  return { release, root, ...(await fetchNested(objects, release, root)) };
}

/**
 * Reads a release's root template alone.
 * @throws PantherError as {@link fetchRelease}.
 */
export async function fetchRoot(
  objects: ObjectApi,
  environment: Environment,
  release: ReleaseVersion,
): Promise<Template> {
  const url = rootTemplateUrl(environment, release);
  const body = await fetchTemplate(objects, url);
  if (body !== undefined) return parseTemplate(body);
  throw new PantherError(
    "release-not-published",
    `There is no template of ${tagOf(release)} at ${url}.`,
    "Check the version (panther releases), and panther:releaseBucket or panther:templateUrl where one is set.",
  );
}

/** Reads all templates that a root template nests, at any depth; those that can't be had are findings. */
export async function fetchNested(
  objects: ObjectApi,
  release: ReleaseVersion,
  root: Template,
): Promise<Pick<FetchedRelease, "nested" | "findings">> {
  const nested: Record<string, Template> = {};
  const findings: Finding[] = [];
  const seen = new Set<string>();
  const read = async (parent: Template): Promise<void> => {
    const urls = nestedStacksOf(parent).flatMap(({ templateUrl }) =>
      typeof templateUrl === "string" ? templateUrl : [],
    );
    const fresh = [...new Set(urls)].filter((nestedUrl) => !seen.has(nestedUrl));
    for (const nestedUrl of fresh) seen.add(nestedUrl);
    await Promise.all(
      fresh.map(async (nestedUrl) => {
        try {
          const text = await fetchTemplate(objects, nestedUrl);
          if (text === undefined) throw new PantherError("template-missing", `There is no template ${nestedUrl}.`, "");
          const template = parseTemplate(text);
          nested[nestedUrl] = template;
          await read(template);
        } catch (error) {
          if (!(error instanceof PantherError)) throw error;
          findings.push(notChecked(release, error));
        }
      }),
    );
  };
  await read(root);
  return { nested, findings };
}

/** CloudFormation reads nested templates with the deployment role, which may see what the caller does not. */
function notChecked(release: ReleaseVersion, { message }: PantherError): Finding {
  return {
    severity: "warning",
    code: "nested-template-not-checked",
    message: `${tagOf(release)}: limits of a nested template are not known. ${message}`,
    fix: "If the deployment role can read it, nothing is wrong.",
  };
}
