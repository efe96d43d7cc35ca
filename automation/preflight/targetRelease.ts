import { PantherError } from "../../model/error.ts";
import { assetReferences } from "../../model/release/china/assets.ts";
import { releaseBucketOf } from "../../model/release/china/releaseBucketOf.ts";
import { nestedStacksOf } from "../../model/release/parameters/nested/nestedTemplates.ts";
import { releaseTemplates } from "../../model/release/releaseTemplates.ts";
import type { Template } from "../../model/release/template.ts";
import { parseTemplate } from "../../model/release/templateText.ts";
import { parseTemplateUrl, type TemplateLocation } from "../../model/release/templateUrl.ts";
import { tagOf } from "../../model/release/version.ts";
import { publishedRoles } from "../publishedRoles.ts";
import type { Run } from "../run.ts";
import { fetchTemplate, rootTemplateUrl } from "../templates.ts";

/** The release wanted, as far as the caller may read it. */
export interface TargetRelease {
  readonly root: Template;
  /** By URL, at any depth. */
  readonly nested: Readonly<Record<string, Template>>;
  /** Every object that the templates name, each once. */
  readonly objects: readonly TemplateLocation[];
  /** Of nested templates that could not be read: why. */
  readonly unread: readonly string[];
}

/** @throws PantherError where the root template can't be read, or the environment has no place for it */
export async function targetRelease({ aws, environment, signal }: Run): Promise<TargetRelease> {
  const rootUrl = rootTemplateUrl(environment, environment.version);
  const text = await existing(aws.objects, rootUrl, `template of ${tagOf(environment.version)}`);
  const source = { buckets: bucketsOf(text, rootUrl), region: environment.region };
  const nested: Record<string, Template> = {};
  const unread: string[] = [];
  const objects = new Map<string, TemplateLocation>();
  const seen = new Set<string>();
  const read = async (body: string): Promise<Template> => {
    const template = parseTemplate(body);
    for (const { bucket, key } of assetReferences(body, source).objects)
      objects.set(`${bucket}/${key}`, { bucket, key });
    const urls = nestedStacksOf(template).flatMap(({ templateUrl }) =>
      typeof templateUrl === "string" ? templateUrl : [],
    );
    const fresh = [...new Set(urls)].filter((url) => !seen.has(url));
    for (const url of fresh) seen.add(url);
    // One after the other: read together they would take as much memory as all the rest.
    for (const url of fresh) {
      signal.throwIfAborted();
      try {
        nested[url] = await read(await existing(aws.objects, url, "nested template"));
      } catch (error) {
        if (!(error instanceof PantherError)) throw error;
        unread.push(error.message);
      }
    }
    return template;
  };
  const root = await read(text);
  return { root, nested, objects: [...objects.values()], unread };
}

function bucketsOf(rootText: string, rootUrl: string): readonly string[] {
  const own = parseTemplateUrl(rootUrl)?.bucket;
  return [...new Set([releaseBucketOf(rootText), own].filter((bucket) => bucket !== undefined))];
}

/** The deployment role's template that goes with the release wanted. */
export interface TargetRole {
  readonly url: string;
  readonly template: Template;
}

/** @throws PantherError where there is none, or it can't be read */
export async function targetRole({ aws, environment }: Run): Promise<TargetRole> {
  const { version: release, region, templateSource: source } = environment;
  const published = await publishedRoles(aws.objects, "all", { region, source });
  const { roleTemplateUrl: url, findings } = releaseTemplates({
    release,
    region,
    source,
    ...(published && { publishedRoles: published }),
  });
  if (url === null) {
    const { code, message, fix } = findings.at(-1) ?? {
      code: "role-missing",
      message: "There is no template.",
      fix: "",
    };
    throw new PantherError(code, message, fix);
  }
  return { url, template: parseTemplate(await existing(aws.objects, url, "template of the deployment role")) };
}

async function existing(objects: Run["aws"]["objects"], url: string, what: string): Promise<string> {
  const text = await fetchTemplate(objects, url);
  if (text !== undefined) return text;
  throw new PantherError(
    "release-not-published",
    `There is no ${what} at ${url}.`,
    "Check the version (panther releases), and panther:releaseBucket or panther:templateUrl where one is set.",
  );
}
