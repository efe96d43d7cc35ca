import { cidrBlocks } from "./cidr.ts";
import { isRecord } from "./template.ts";
import { canonical, toText } from "./text.ts";

/** What AWS::NoValue resolves to: the member or item that holds it disappears. */
export const noValue = Symbol("AWS::NoValue");

/** What resolving needs to know of the stack. Each function throws an Error with CloudFormation's wording. */
export interface ResolveContext {
  readonly region: string;
  readonly mappings: Readonly<Record<string, unknown>>;
  ref(name: string): unknown;
  attribute(logicalId: string, name: string): unknown;
  condition(name: string): boolean;
  importValue(name: string): unknown;
  /** Leaves a function that can't be resolved as it is, instead of failing: for comparing templates. */
  readonly lenient?: boolean;
}

type Intrinsic = (argument: unknown, context: ResolveContext) => unknown;

/** Resolves every intrinsic function in a value. */
export function resolve(value: unknown, context: ResolveContext): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => resolve(item, context)).filter((item) => item !== noValue);
  }
  if (!isRecord(value)) return value;
  const entries = Object.entries(value);
  const only = entries.length === 1 ? entries[0] : undefined;
  const intrinsic = only && intrinsics[only[0]];
  if (intrinsic) {
    try {
      return intrinsic(only[1], context);
    } catch (error) {
      if (!context.lenient) throw error;
      return value;
    }
  }
  return Object.fromEntries(
    entries.map(([key, inner]) => [key, resolve(inner, context)] as const).filter(([, inner]) => inner !== noValue),
  );
}

/** Evaluates a condition function. */
export function evaluate(condition: unknown, context: ResolveContext): boolean {
  return toText(resolve(condition, context)) === "true";
}

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (name, context) => (name === "AWS::NoValue" ? noValue : context.ref(toText(name))),
  Condition: (name, context) => context.condition(toText(name)),
  "Fn::GetAtt": (argument, context) => {
    const [logicalId, ...rest] = list(argument, "Fn::GetAtt", context);
    return context.attribute(toText(logicalId), rest.map(toText).join("."));
  },
  "Fn::Sub": substitute,
  "Fn::Join": (argument, context) => {
    const [delimiter, items] = list(argument, "Fn::Join", context);
    if (!Array.isArray(items)) throw malformed("Fn::Join", "two arguments, of which the second is a list");
    return items.map(toText).join(toText(delimiter));
  },
  "Fn::Select": (argument, context) => {
    const [index, items] = list(argument, "Fn::Select", context);
    const chosen = Array.isArray(items) ? items[Number(index)] : undefined;
    if (chosen === undefined)
      throw new Error(`Template error: Fn::Select cannot select nonexistent value at index ${toText(index)}`);
    return chosen;
  },
  "Fn::Split": (argument, context) => {
    const [delimiter, text] = list(argument, "Fn::Split", context);
    return toText(text).split(toText(delimiter));
  },
  "Fn::FindInMap": findInMap,
  "Fn::If": (argument, context) => {
    if (!Array.isArray(argument) || argument.length !== 3) throw malformed("Fn::If", "a list of three arguments");
    return resolve(context.condition(toText(argument[0])) ? argument[1] : argument[2], context);
  },
  "Fn::Equals": (argument, context) => {
    const [left, right] = list(argument, "Fn::Equals", context);
    return comparable(left) === comparable(right);
  },
  "Fn::And": (argument, context) => conditions(argument, context).every((holds) => holds),
  "Fn::Or": (argument, context) => conditions(argument, context).some((holds) => holds),
  "Fn::Not": (argument, context) => !conditions(argument, context)[0],
  "Fn::GetAZs": (argument, context) => {
    const region = toText(resolve(argument, context)) || context.region;
    return ["a", "b", "c"].map((zone) => `${region}${zone}`);
  },
  "Fn::ImportValue": (argument, context) => context.importValue(toText(resolve(argument, context))),
  "Fn::Base64": (argument, context) => Buffer.from(toText(resolve(argument, context))).toString("base64"),
  "Fn::Cidr": (argument, context) => {
    const [block, count, bits] = list(argument, "Fn::Cidr", context);
    return cidrBlocks(toText(block), Number(count), Number(bits ?? 8));
  },
};

/** Whether a one-member object of that name is an intrinsic function. */
export function isIntrinsic(name: string): boolean {
  return name in intrinsics;
}

function list(argument: unknown, name: string, context: ResolveContext): unknown[] {
  const items = resolve(argument, context);
  if (!Array.isArray(items)) throw malformed(name, "a list");
  return items;
}

function malformed(name: string, wanted: string): Error {
  return new Error(`Template error: every ${name} object requires ${wanted}.`);
}

function conditions(argument: unknown, context: ResolveContext): readonly boolean[] {
  return [argument].flat().map((condition) => evaluate(condition, context));
}

// `true` in a template and "true" in a parameter are equal; lists and objects are compared as wholes.
function comparable(value: unknown): string {
  return typeof value === "object" && value !== null ? canonical(value) : toText(value);
}

function substitute(argument: unknown, context: ResolveContext): string {
  const [template, variables] = Array.isArray(argument) ? argument : [argument, {}];
  const own = isRecord(variables) ? variables : {};
  return toText(template).replace(/\$\{([^}]*)\}/g, (whole, inner: string) => {
    if (inner.startsWith("!")) return `\${${inner.slice(1)}}`;
    const name = inner.trim();
    if (name in own) return toText(resolve(own[name], context));
    if (name === "") return whole;
    const dot = name.indexOf(".");
    return toText(dot < 0 ? context.ref(name) : context.attribute(name.slice(0, dot), name.slice(dot + 1)));
  });
}

function findInMap(argument: unknown, context: ResolveContext): unknown {
  const [map, top, second, fallback] = list(argument, "Fn::FindInMap", context);
  const level = context.mappings[toText(map)];
  const row = isRecord(level) ? level[toText(top)] : undefined;
  const found = isRecord(row) ? row[toText(second)] : undefined;
  if (found !== undefined) return found;
  if (isRecord(fallback) && "DefaultValue" in fallback) return fallback.DefaultValue;
  throw new Error(`Template error: Unable to get mapping for ${toText(map)}::${toText(top)}::${toText(second)}`);
}
