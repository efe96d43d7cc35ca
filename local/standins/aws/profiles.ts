import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Configuration, Environment, Keys } from "./configuration.ts";

type Section = Readonly<Record<string, string>>;

/** What a profile of the shared AWS files gives. SSO, processes and instance metadata are not served: they reach outside. */
export interface Profile {
  readonly keys: Keys | undefined;
  readonly region: string | undefined;
}

/** The named profile, or the default one; undefined when the default one does not exist. Throws for a named one that does not. */
export function readProfile(configuration: Configuration, environment: Environment): Profile | undefined {
  const name = configuration.profile ?? "default";
  const settings = readFiles(configuration.sharedConfigFiles, environment.AWS_CONFIG_FILE, "config");
  const credentials = readFiles(
    configuration.sharedCredentialsFiles,
    environment.AWS_SHARED_CREDENTIALS_FILE,
    "credentials",
  );
  const found = [settings.get(name === "default" ? name : `profile ${name}`), credentials.get(name)].filter(
    (section) => section !== undefined,
  );
  if (found.length === 0) {
    if (configuration.profile === undefined) return undefined;
    throw new Error(`failed to get shared config profile, ${name}`);
  }
  const all: Section = Object.assign({}, ...found);
  const { aws_access_key_id: accessKeyId, aws_secret_access_key: secretAccessKey, aws_session_token: token } = all;
  return {
    keys:
      accessKeyId && secretAccessKey
        ? { accessKeyId, secretAccessKey, ...(token ? { sessionToken: token } : {}) }
        : undefined,
    region: all.region,
  };
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
