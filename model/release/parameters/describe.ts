import type { DocumentedParameter } from "./documented.ts";

/** A documented parameter for machines. What does not hold for it is left out. */
export type ParameterReference = Omit<DocumentedParameter, "default"> & {
  /** As text; null where it is required, or where the default is not documented. */
  readonly default: string | null;
};

export function parameterReference(parameter: DocumentedParameter): ParameterReference {
  return { ...parameter, default: parameter.default ?? null };
}

/** The limits of a parameter in words; empty when it has none. Patterns are told by their form. */
export function limitsInWords(parameter: DocumentedParameter): readonly string[] {
  const { allowedValues, minValue, maxValue, minLength, maxLength, maxItems, form, sameRegion } = parameter;
  const kind = form === undefined ? undefined : formsInWords[form];
  return [
    ...(allowedValues ? [`one of ${allowedValues.map((value) => value || "blank").join(", ")}`] : []),
    ...between(minValue, maxValue, ""),
    ...between(minLength, maxLength, maxLength === undefined && minLength === 1 ? " character" : " characters"),
    ...(maxItems === undefined ? [] : [`at most ${maxItems} items`]),
    ...(kind === undefined ? [] : [kind]),
    ...(sameRegion ? ["an ARN of the deployment's region"] : []),
  ];
}

/** The default in words. */
export function defaultInWords({ required, default: initial }: DocumentedParameter): string {
  if (required) return "required";
  if (initial === undefined) return "default not documented";
  return initial === "" ? "default blank" : `default ${initial}`;
}

/** In which releases, in words; empty when nothing is known. */
export function releasesInWords({ since, until }: DocumentedParameter): string {
  return [since === undefined ? "" : `since v${since}`, until === undefined ? "" : `until before v${until}`]
    .filter(Boolean)
    .join(", ");
}

const formsInWords = {
  "ip-range": "an IPv4 range such as 172.31.250.0/26",
  "account-id": "an AWS account ID of 12 digits",
  "retention-days": "a number of days that CloudWatch Logs can keep logs for",
} as const;

function between(lowest: number | undefined, highest: number | undefined, unit: string): readonly string[] {
  if (lowest !== undefined && highest !== undefined) return [`${lowest} to ${highest}${unit}`];
  if (lowest !== undefined) return [`at least ${lowest}${unit}`];
  return highest === undefined ? [] : [`at most ${highest}${unit}`];
}
