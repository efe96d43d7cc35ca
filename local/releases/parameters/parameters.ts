import type { Values } from "../template.ts";
import { consoleParameters } from "./console.ts";
import { featureParameters } from "./features.ts";
import { infrastructureParameters } from "./infrastructure.ts";
import type { Default, DefaultHistory, Limits, ReleaseParameter, Span, StackName } from "./types.ts";

/** Every parameter that a root template of some release has. */
export const releaseParameters: readonly ReleaseParameter[] = [
  ...infrastructureParameters,
  ...featureParameters,
  ...consoleParameters,
];

export function isWithin(span: Span | undefined, minor: number): boolean {
  return minor >= (span?.since ?? 0) && minor < (span?.until ?? Number.POSITIVE_INFINITY);
}

/** The parameters of a minor, in the order of the root template. */
export function parametersOf(minor: number): readonly ReleaseParameter[] {
  return releaseParameters.filter((parameter) => isWithin(parameter.span, minor));
}

/** The default at a minor; undefined: required. */
export function defaultAt(history: DefaultHistory, minor: number): Default | undefined {
  const value = typeof history === "object" ? latest(history, minor) : history;
  return value === "required" ? undefined : value;
}

function latest(history: Readonly<Record<number, Default>>, minor: number): Default | undefined {
  const since = Object.keys(history)
    .map(Number)
    .filter((step) => step <= minor);
  return history[Math.max(...since)];
}

/** As the root template declares it. */
export function rootDeclaration(parameter: ReleaseParameter, minor: number): Values {
  const initial = defaultAt(parameter.default, minor);
  return {
    Type: parameter.type,
    Description: parameter.text,
    ...(initial === undefined ? {} : { Default: initial }),
    ...(parameter.noEcho ? { NoEcho: true } : {}),
    ...limits(parameter),
  };
}

/** As a nested template declares it: without a default, since the root always hands a value over. */
export function nestedDeclaration(parameter: ReleaseParameter, stack: StackName): Values {
  return {
    Type: parameter.type,
    ...(parameter.noEcho ? { NoEcho: true } : {}),
    ...limits({ ...parameter, ...parameter.nestedLimits?.[stack] }),
  };
}

function limits({ allowed, minValue, maxValue, minLength, pattern }: Limits): Values {
  return {
    ...(allowed ? { AllowedValues: allowed } : {}),
    ...(minLength === undefined ? {} : { MinLength: minLength }),
    ...(minValue === undefined ? {} : { MinValue: minValue }),
    ...(maxValue === undefined ? {} : { MaxValue: maxValue }),
    ...(pattern === undefined ? {} : { AllowedPattern: pattern }),
  };
}
