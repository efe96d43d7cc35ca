export interface ObjectAddress {
  readonly bucket: string;
  readonly key: string;
}

const regionName = "[a-z]{2}(?:-[a-z]+)+-\\d";
const endpoint = `s3(?:[.-]dualstack)?(?:[.-](?:${regionName}|external-1))?\\.amazonaws\\.com(?:\\.cn)?`;
const pathStyle = new RegExp(`^${endpoint}$`);
const virtualHosted = new RegExp(`^(?<bucket>[a-z0-9][a-z0-9.-]+)\\.${endpoint}$`);

/**
 * Bucket and key of an S3 URL in any of the host styles that AWS takes: path style and virtual-hosted, with the region after a
 * dot or a dash or left out, dual stack, China; and the two styles on an endpoint of our own, such as "127.0.0.1:4566".
 *
 * @returns undefined when it is not the URL of an S3 object
 */
export function parseS3Url(text: string, ownHost: string): ObjectAddress | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) return undefined;
  const path = decodeURIComponent(url.pathname.slice(1).replaceAll("+", " "));
  if (isOwn(url, ownHost)) return inPath(path);
  if (url.protocol !== "https:") return undefined;
  const bucket = virtualHosted.exec(url.hostname)?.groups?.bucket;
  if (bucket && path) return { bucket, key: path };
  return pathStyle.test(url.hostname) ? inPath(path) : undefined;
}

function isOwn(url: URL, ownHost: string): boolean {
  const port = ownHost.slice(ownHost.lastIndexOf(":"));
  return url.protocol === "http:" && (url.host === ownHost || url.host === `localhost${port}`);
}

function inPath(path: string): ObjectAddress | undefined {
  const slash = path.indexOf("/");
  const [bucket, key] = [path.slice(0, slash), path.slice(slash + 1)];
  return slash > 0 && key ? { bucket, key } : undefined;
}
