import { isObject } from "./values.ts";

/** JSON text with sorted keys and no blanks, which is how the official plugin sends and stores it; other text as it is. */
export function normalisedJson(value: string): string {
  try {
    return JSON.stringify(sorted(JSON.parse(value)));
  } catch {
    return value;
  }
}

/** What is wrong with a text that must be JSON, or undefined. */
export function jsonProblem(value: string): string | undefined {
  try {
    JSON.parse(value);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** An IAM policy in one form: AWS takes a single string for a list of one, and the order of a list has no meaning. */
export function normalisedPolicy(value: string): string {
  try {
    return JSON.stringify(policyForm(JSON.parse(value)));
  } catch {
    return value;
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

function policyForm(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(policyForm);
    return items.length === 1 ? items[0] : items.sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, policyForm(value[key])]),
  );
}
