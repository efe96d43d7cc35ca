import { isDeepStrictEqual } from "node:util";
import { section } from "./template.ts";
import { parseTemplate } from "./templateText.ts";
import { type ReleaseVersion, versionsAmong } from "./version.ts";

/** The release that a root template names in its mappings; some releases name none. */
export function versionInMappings(templateBody: string): ReleaseVersion | undefined {
  const version = section(parseTemplate(templateBody), "Mappings", "Constants", "Panther").Version;
  return typeof version === "string" ? versionsAmong([version])[0] : undefined;
}

/** Whether two template bodies say the same, whatever their spelling (key order, quoting, YAML or JSON). */
export function sameTemplate(a: string, b: string): boolean {
  return a === b || isDeepStrictEqual(parseTemplate(a), parseTemplate(b));
}
