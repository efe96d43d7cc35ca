import { createHash } from "node:crypto";
import { changes, published } from "./history.ts";
import { roleTemplate } from "./role.ts";
import type { Release } from "./scope.ts";
import { proxyTemplate } from "./stacks/proxy.ts";
import { rootTemplate } from "./stacks/root.ts";
import { printTemplate } from "./yaml.ts";

/** Every release that the documentation recommends, oldest first. */
export const releaseVersions: readonly string[] = published.map(({ version }) => version);

export interface ReleaseObject {
  readonly bucket: string;
  readonly key: string;
  readonly body: Uint8Array;
  readonly contentType: string;
}

const template = "text/yaml";
const asset = "application/octet-stream";
const utf8 = new TextEncoder();

/**
 * All that `panther-enterprise-<region>` holds for one release: nested templates and assets under their SHA-1, then
 * the template for the web app of a deployment in China, and last the root template, whose presence means complete.
 * The same arguments always give the same bytes. Throws for a version that is not in `releaseVersions`.
 *
 * @param ballast bytes that each function's code has besides its own few
 */
export function releaseObjects(version: string, region: string, ballast = 0): readonly ReleaseObject[] {
  const found = published.find((release) => release.version === version);
  if (!found) {
    throw new Error(`There is no release ${version} to generate. Take one of ${releaseVersions.join(", ")}.`);
  }
  const bucket = `panther-enterprise-${region}`;
  const stored = new Map<string, ReleaseObject>();
  const release: Release = {
    ...found,
    minor: minorOf(version),
    region,
    bucket,
    changes,
    ballast,
    store: (body) => {
      const key = createHash("sha1").update(body).digest("hex");
      stored.set(key, { bucket, key, body, contentType: isTemplate(body) ? template : asset });
      return key;
    },
  };
  const named = (name: string, text: string): ReleaseObject => ({
    bucket,
    key: `v${version}/${name}`,
    body: utf8.encode(text),
    contentType: template,
  });
  const proxy = named("proxy_panther.yml", printTemplate(proxyTemplate(release), "short"));
  const root = named("panther.yml", printTemplate(rootTemplate(release), "short"));
  return [...stored.values(), proxy, root];
}

const roleBucket = "panther-public-cloudformation-templates";
// These two minors published the template of the role for their first patch alone.
const minorsWithFirstPatchOnly: readonly number[] = [28, 37];

/**
 * The templates of the deployment role, one per minor and the newest as `latest`. One bucket serves all regions.
 */
export function roleObjects(): readonly ReleaseObject[] {
  const object = (name: string, minor: number): ReleaseObject => ({
    bucket: roleBucket,
    key: `panther-deployment-role/${name}/template.yml`,
    body: utf8.encode(printTemplate(roleTemplate(minor), "short")),
    contentType: template,
  });
  const minors = releaseVersions.map((version) => ({ version, minor: minorOf(version) }));
  const newest = Math.max(...minors.map(({ minor }) => minor));
  return [
    ...minors.map(({ version, minor }) =>
      object(minorsWithFirstPatchOnly.includes(minor) ? `v1.${minor}.0` : `v${version}`, minor),
    ),
    object("latest", newest),
  ];
}

const minorOf = (version: string): number => Number(version.split(".")[1]);

const templateStart = utf8.encode("AWSTemplateFormatVersion");

function isTemplate(body: Uint8Array): boolean {
  return templateStart.every((byte, index) => body[index] === byte);
}
