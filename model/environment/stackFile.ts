import { isMapping, type RawConfiguration, secretValue } from "./problems.ts";

/** The configuration in the content of one environment's file: values by their keys, secret ones as their mark. */
export function rawOfStackFile(project: string, content: RawConfiguration): RawConfiguration {
  const config = isMapping(content.config) ? content.config : {};
  const namespace = `${project}:`;
  return Object.fromEntries(
    Object.entries(config).flatMap(([key, value]) =>
      key.startsWith(namespace) ? [[key.slice(namespace.length), withoutSecrets(value)]] : [],
    ),
  );
}

/** Pulumi writes an encrypted value as `{secure: …}`. */
function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isMapping(value)) return value;
  if ("secure" in value) return secretValue;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutSecrets(inner)]));
}
