import { Document } from "yaml";

/**
 * The text of a new environment's file. Every value is in quotes: YAML, or Pulumi's reading of it, would make something
 * else of account IDs, numbers, `yes` or dates.
 * @param settings What Pulumi has written into the file already about the encryption of its secrets.
 */
export function environmentText(
  config: Readonly<Record<string, unknown>>,
  heading: string,
  settings: Readonly<Record<string, unknown>> = {},
): string {
  const namespaced = Object.fromEntries(Object.entries(config).map(([key, value]) => [`panther:${key}`, value]));
  const document = new Document({ config: namespaced, ...settings });
  document.commentBefore = heading
    .split("\n")
    .map((line) => ` ${line}`)
    .join("\n");
  return document.toString({ lineWidth: 0, defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN" });
}
