import { documentedParameter } from "../../../model/release/parameters/catalog.ts";
import type { DocumentedParameter } from "../../../model/release/parameters/documented.ts";
import type { Default, DefaultHistory, Limits, ReleaseParameter, Span } from "./types.ts";

/** What a generated release adds to the documentation, or says otherwise. */
interface Own extends Pick<Limits, "pattern" | "minValue">, Pick<ReleaseParameter, "stacks" | "nestedLimits"> {
  readonly default?: DefaultHistory;
}

/** A parameter as the catalog documents it, with what generated releases make of it. */
export function fromCatalog(name: string, own: Own): ReleaseParameter {
  const parameter = documentedParameter(name);
  if (!parameter) throw new Error(`The catalog of parameters in model/ has no ${name}.`);
  const { type, text, secret, allowedPattern, minValue, maxValue, minLength, allowedValues } = parameter;
  return {
    name,
    type,
    text,
    default: documentedDefault(parameter),
    span: spanOf(parameter),
    ...(secret && { noEcho: true }),
    ...(allowedPattern !== undefined && { pattern: allowedPattern }),
    ...(minValue !== undefined && { minValue }),
    ...(maxValue !== undefined && { maxValue }),
    ...(minLength !== undefined && { minLength }),
    ...(allowedValues && { allowed: isFlag(parameter) ? [true, false] : allowedValues }),
    ...own,
  };
}

// Real releases leave true, false and numbers unquoted, so that their readers have to cope with that.
function documentedDefault(parameter: DocumentedParameter): Default | "required" {
  const { required, default: text = "", type } = parameter;
  if (required) return "required";
  if (isFlag(parameter)) return text === "true";
  return type === "Number" ? Number(text) : text;
}

function isFlag({ allowedValues }: DocumentedParameter): boolean {
  return allowedValues?.join() === "true,false";
}

function spanOf({ since, until }: DocumentedParameter): Span {
  return {
    ...(since !== undefined && { since: minorNumber(since) }),
    ...(until !== undefined && { until: minorNumber(until) }),
  };
}

const minorNumber = (minor: string): number => Number(minor.split(".")[1]);
