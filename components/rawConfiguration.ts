import * as pulumi from "@pulumi/pulumi";
import { isMapping, type RawConfiguration, secretValue } from "../model/environment/problems.ts";
import { rawOfStackFile } from "../model/environment/stackFile.ts";
import { accountIdWithoutQuotes, mayHavePlainSecrets } from "../model/environment/stackFileText.ts";

const accountKey = "expectedAccountId";
const secretsKey = "secretParameters";

/**
 * The stack's configuration as the model reads it: what is secret only by its name. Pulumi tells of a whole key that it has
 * a secret somewhere, and makes text of a number; the environment's file, where the program can see it, tells more.
 */
export async function rawConfiguration(
  config: pulumi.Config,
  variables: Readonly<Record<string, string | undefined>>,
  fileText = "",
): Promise<RawConfiguration> {
  const prefix = `${config.name}:`;
  const secrets = secretKeys(variables);
  // allConfig() and not get(): it names every key, so that one that this project doesn't know is seen too.
  const all = Object.entries(pulumi.runtime.allConfig()).filter(([key]) => key.startsWith(prefix));
  const raw = Object.fromEntries(all.map(([key, text]) => [key.slice(prefix.length), jsonOr(text)]));
  const secretNames = Object.keys(raw).filter((name) => secrets.has(prefix + name));
  const inDoubt = secretNames.some((name) => name !== secretsKey) || mayHavePlainSecrets(fileText);
  const inFile = inDoubt ? await readFile(config.name, fileText) : {};
  // Decrypted values go no further than this; the model sees that they are secret, and their names.
  const marked = secretNames.map((name) => [name, markedAsInFile(raw[name], inFile[name])]);
  const account = accountIdWithoutQuotes(fileText);
  return {
    ...raw,
    ...Object.fromEntries(marked),
    ...(account !== undefined && account === raw[accountKey] && { [accountKey]: Number(account) }),
  };
}

/** The language host names the keys with secrets in them by this variable; the SDK has no public function for it. */
function secretKeys(variables: Readonly<Record<string, string | undefined>>): ReadonlySet<string> {
  return new Set(JSON.parse(variables.PULUMI_CONFIG_SECRET_KEYS ?? "[]") as readonly string[]);
}

/** Pulumi hands objects and lists over as JSON, and everything else as it stands in the file. */
function jsonOr(text: string): unknown {
  if (!/^[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function readFile(project: string, text: string): Promise<RawConfiguration> {
  // Here and not at the top: most previews have no use for it.
  const { parse } = await import("yaml");
  try {
    const content: unknown = parse(text);
    return isMapping(content) ? rawOfStackFile(project, content) : {};
  } catch {
    return {};
  }
}

/** Value by value where the file has the same names; configuration may come from elsewhere, too. */
function markedAsInFile(value: unknown, inFile: unknown): unknown {
  if (inFile === secretValue) return secretValue;
  const same =
    isMapping(value) &&
    isMapping(inFile) &&
    Object.keys(value).sort().join() === Object.keys(inFile).sort().join() &&
    Object.values(inFile).includes(secretValue);
  return same ? inFile : markedSecret(value);
}

function markedSecret(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return secretValue;
  // Stays a list, so that the model refuses one where names are wanted.
  if (Array.isArray(value)) return value.map(() => secretValue);
  return Object.fromEntries(Object.keys(value).map((name) => [name, secretValue]));
}
