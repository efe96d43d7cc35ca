/** Whether a whole value matches, or that this can't be told here. */
export type Match = "yes" | "no" | "unknown";

// Java understands these, and JavaScript something else or nothing.
const javaOnly = /\\[pPhHRXQZzAG]|[*+?}]\+|\(\?[a-zA-Z]+[:)]|&&\[/;

/**
 * Matches a value against an AllowedPattern as CloudFormation does: with Java's `matches`, for which the whole value has
 * to match, whether the pattern has anchors or not.
 */
export function matchPattern(pattern: string, value: string): Match {
  const insensitive = pattern.startsWith("(?i)");
  const source = insensitive ? pattern.slice(4) : pattern;
  if (javaOnly.test(source)) return "unknown";
  try {
    return new RegExp(`^(?:${source})$`, insensitive ? "i" : "").test(value) ? "yes" : "no";
  } catch {
    return "unknown";
  }
}
