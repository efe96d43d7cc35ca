import { type Declaration, isNumeric, itemsOf } from "./declaration.ts";
import type { FindingCode } from "./finding.ts";
import { matchPattern } from "./pattern.ts";

/** How a value breaks its declaration. Neither text holds the value. */
export interface Violation {
  readonly code: Extract<
    FindingCode,
    | "not-a-number"
    | "below-minimum"
    | "above-maximum"
    | "too-short"
    | "too-long"
    | "not-allowed"
    | "pattern-mismatch"
    | "pattern-not-checked"
  >;
  /** What follows "The value". */
  readonly rule: string;
  readonly fix: string;
}

const number = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** Everything that a value breaks of its declaration, each rule once; of a list, every item counts. */
export function violationsOf(declaration: Declaration, text: string): readonly Violation[] {
  const found = itemsOf(declaration.type, text).flatMap((item) => itemViolations(declaration, item));
  return [...new Map(found.map((violation) => [violation.code, violation])).values()];
}

/** A number that a message may show: numbers are no secrets unless their parameter is. */
export function isNumber(text: string): boolean {
  return number.test(text) && Number.isFinite(Number(text));
}

function itemViolations(declaration: Declaration, item: string): readonly Violation[] {
  const { name, type, allowedValues, allowedPattern, minLength, maxLength } = declaration;
  if (isNumeric(type) && !isNumber(item)) {
    return [{ code: "not-a-number", rule: "must be a number", fix: `Give ${name} a number, digits only.` }];
  }
  const found: Violation[] = isNumeric(type) ? [...boundViolations(declaration, Number(item))] : [];
  if (allowedValues && !allowedValues.includes(item)) found.push(notAllowed(name, allowedValues, item));
  if (allowedPattern !== undefined) found.push(...patternViolations(declaration, allowedPattern, item));
  if (minLength !== undefined && item.length < minLength) {
    found.push({
      code: "too-short",
      rule: `must have at least ${characters(minLength)}`,
      fix: `Give ${name} at least ${characters(minLength)}.`,
    });
  }
  if (maxLength !== undefined && item.length > maxLength) {
    found.push({
      code: "too-long",
      rule: `must have at most ${characters(maxLength)}`,
      fix: `Shorten ${name} to ${characters(maxLength)}.`,
    });
  }
  return found;
}

function boundViolations({ name, minValue, maxValue }: Declaration, value: number): readonly Violation[] {
  if (minValue !== undefined && value < minValue) {
    return [
      { code: "below-minimum", rule: `must be at least ${minValue}`, fix: `Set ${name} to ${minValue} or more.` },
    ];
  }
  if (maxValue !== undefined && value > maxValue) {
    return [{ code: "above-maximum", rule: `must be at most ${maxValue}`, fix: `Set ${name} to ${maxValue} or less.` }];
  }
  return [];
}

function notAllowed(name: string, allowedValues: readonly string[], item: string): Violation {
  const meant = allowedValues.find((allowed) => allowed.toLowerCase() === item.trim().toLowerCase());
  const choices = allowedValues.map((allowed) => allowed || "blank").join(", ");
  return {
    code: "not-allowed",
    rule: `must be one of ${choices}`,
    fix: meant === undefined ? `Set ${name} to one of: ${choices}.` : `Write it as ${meant || "blank"}.`,
  };
}

function patternViolations(declaration: Declaration, pattern: string, item: string): readonly Violation[] {
  const { name, constraintDescription } = declaration;
  const words = constraintDescription ? ` (${constraintDescription})` : "";
  switch (matchPattern(pattern, item)) {
    case "yes":
      return [];
    case "no":
      return [
        {
          code: "pattern-mismatch",
          rule: `must match ${pattern} as a whole${words}`,
          fix: patternFix(name, item),
        },
      ];
    case "unknown":
      return [
        {
          code: "pattern-not-checked",
          rule: `has to match ${pattern}${words}, a pattern that can't be evaluated here`,
          fix: `Check ${name} by hand.`,
        },
      ];
  }
}

function patternFix(name: string, item: string): string {
  if (item === '"') return `Set ${name} to blank: the documentation's " is a misprint for it.`;
  if (item !== item.trim()) return `Remove the spaces around the value of ${name}.`;
  if (item.includes(":us-gov-")) {
    return `Panther's patterns know no region such as us-gov-west-1. Leave ${name} unset there, or ask Panther.`;
  }
  return `Correct ${name}, or leave it unset.`;
}

function characters(count: number): string {
  return count === 1 ? "1 character" : `${count} characters`;
}
