import { declarationsOf, isNumeric, itemsOf } from "../release/parameters/declaration.ts";
import type { Template } from "../release/template.ts";

/** A parameter or tag whose live value is not the one that the environment's file would send. */
export interface DriftedValue {
  readonly name: string;
  /** Of numbers and of true or false only: anything else may be what nobody should read in a log. */
  readonly wanted?: string;
  /** As `wanted`. */
  readonly live?: string;
}

export interface ParameterDrift {
  readonly drifted: readonly DriftedValue[];
  /** Names whose values can't be compared: CloudFormation never shows them again, or the file has them encrypted. */
  readonly notComparable: readonly string[];
}

type Values = Readonly<Record<string, string>>;

/**
 * Compares a stack's live parameters with those that a deploy would send: what is unset has the default of the template.
 * Values of parameters that the template does not have are left out, as a deploy leaves them out.
 */
export function parameterDrift(question: {
  readonly template: Template;
  readonly live: Values;
  readonly values: Values;
  readonly secretNames: readonly string[];
}): ParameterDrift {
  const { template, live, values, secretNames } = question;
  const drifted: DriftedValue[] = [];
  const notComparable: string[] = [];
  for (const { name, type, noEcho, default: standard } of declarationsOf(template).values()) {
    const now = live[name];
    if (noEcho || secretNames.includes(name)) notComparable.push(name);
    else if (now !== undefined) {
      const wanted = values[name] ?? standard;
      if (wanted !== undefined && canonical(type, wanted) === canonical(type, now)) continue;
      drifted.push({ name, ...(wanted !== undefined && shown("wanted", wanted)), ...shown("live", now) });
    }
  }
  return { drifted, notComparable };
}

/** Names of tags that are missing, too many, or have another value; those that AWS sets itself aside. */
export function tagDrift(wanted: Values, live: Values): readonly string[] {
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(live)])].sort();
  return names.filter((name) => !name.startsWith("aws:") && wanted[name] !== live[name]);
}

/** Text that is alike for values that CloudFormation takes for the same. */
function canonical(type: string, text: string): string {
  const items = itemsOf(type, text);
  return JSON.stringify(isNumeric(type) ? items.map(Number) : items);
}

/** Twelve digits are an account, and many more may be a token. */
function shown(side: "wanted" | "live", text: string): Partial<DriftedValue> {
  return /^(?:true|false|-?\d{1,9}(?:\.\d{1,9})?)$/.test(text) ? { [side]: text } : {};
}
