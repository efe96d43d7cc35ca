import { Document } from "yaml";

/**
 * The text of a new environment's file. Every value is in quotes: YAML, or Pulumi's reading of it, would make something
 * else of account IDs, numbers, `yes` or dates.
 */
export function environmentText(config: Readonly<Record<string, unknown>>, heading: string): string {
  const namespaced = Object.fromEntries(Object.entries(config).map(([key, value]) => [`panther:${key}`, value]));
  const document = new Document({ config: namespaced });
  document.commentBefore = heading
    .split("\n")
    .map((line) => ` ${line}`)
    .join("\n");
  return document.toString({ lineWidth: 0, defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN" });
}
