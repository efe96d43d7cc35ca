import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Configuration, Environment, Keys } from "./configuration.ts";
import type { Properties } from "./values.ts";

type Section = Readonly<Record<string, string>>;

/** What a profile of the shared AWS files gives. SSO, processes and instance metadata are not served: they reach outside. */
export interface Profile {
  readonly keys: Keys | undefined;
  readonly region: string | undefined;
  /** Roles to assume with the keys, one with the credentials of the one before. */
  readonly roles: readonly Properties[];
}

/** The named profile, or the default one; undefined when the default one does not exist. Throws for a named one that does not. */
export function readProfile(configuration: Configuration, environment: Environment): Profile | undefined {
  const settings = readFiles(configuration.sharedConfigFiles, environment.AWS_CONFIG_FILE, "config");
  const credentials = readFiles(
    configuration.sharedCredentialsFiles,
    environment.AWS_SHARED_CREDENTIALS_FILE,
    "credentials",
  );
  const sectionOf = (name: string): Section | undefined => {
    const setting = settings.get(name === "default" ? name : `profile ${name}`);
    const credential = credentials.get(name);
    return setting || credential ? { ...setting, ...credential } : undefined;
  };
  if (configuration.profile === undefined && !sectionOf("default")) return undefined;
  return profileNamed(configuration.profile ?? "default", sectionOf);
}

function profileNamed(
  name: string,
  sectionOf: (name: string) => Section | undefined,
  above: readonly string[] = [],
): Profile {
  const section = sectionOf(name);
  if (!section) throw new Error(`failed to get shared config profile, ${name}`);
  const { role_arn: roleArn, source_profile: source, region } = section;
  // A profile may name itself for the keys that stand beside its role.
  if (!roleArn || !source || above.includes(name)) return { keys: keysIn(section), region, roles: [] };
  const base = profileNamed(source, sectionOf, [...above, name]);
  const role = { roleArn, sessionName: section.role_session_name, externalId: section.external_id };
  return { ...base, region: region ?? base.region, roles: [...base.roles, role] };
}

function keysIn(section: Section): Keys | undefined {
  const { aws_access_key_id: accessKeyId, aws_secret_access_key: secretAccessKey, aws_session_token: token } = section;
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, ...(token ? { sessionToken: token } : {}) };
}

function readFiles(configured: readonly string[], variable: string | undefined, name: string): Map<string, Section> {
  const paths = configured.length > 0 ? configured : [variable ?? join(homedir(), ".aws", name)];
  const sections = new Map<string, Section>();
  for (const path of paths) {
    for (const [key, section] of parseIni(readIfThere(path.replace(/^~(?=\/)/, homedir())))) {
      sections.set(key, { ...sections.get(key), ...section });
    }
  }
  return sections;
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function parseIni(content: string): Map<string, Section> {
  const sections = new Map<string, Record<string, string>>();
  let current: Record<string, string> = {};
  for (const line of content.split(/\r?\n/)) {
    const header = /^\[\s*([^\]]+?)\s*\]/.exec(line)?.[1];
    if (header !== undefined) {
      current = {};
      sections.set(header.replace(/\s+/g, " "), current);
      continue;
    }
    const [, key, value] = /^([^#;=\s][^=]*?)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined) current[key] = value;
  }
  return sections;
}
