import { locationInPath, parseTemplateUrl, type TemplateLocation } from "../../model/release/templateUrl.ts";

/**
 * Bucket and key of an S3 URL in any of the host styles that AWS takes, and in path style on an endpoint of our own,
 * such as "127.0.0.1:4566".
 *
 * @returns undefined when it is not the URL of an S3 object
 */
export function parseS3Url(text: string, ownHost: string): TemplateLocation | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !isOwn(url, ownHost)) return parseTemplateUrl(text);
  try {
    return locationInPath(decodeURIComponent(url.pathname.slice(1)));
  } catch {
    return undefined;
  }
}

function isOwn(url: URL, ownHost: string): boolean {
  const port = ownHost.slice(ownHost.lastIndexOf(":"));
  return url.protocol === "http:" && (url.host === ownHost || url.host === `localhost${port}`);
}
